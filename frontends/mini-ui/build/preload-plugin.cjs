const NAME = 'PreloadPage'
const PAGE = /(?:^|\/)((?:pages|pkg-\w+)\/[\w-]+\/index)$/

/** Runs in the head of the page: asks for what the page at this address needs. */
const asker = (files, base, home) =>
  `!function(f,p){(f[p.replace(/^\\/|\\/$/g,"")]||f[${JSON.stringify(home)}]).forEach(function(u){var l=document.createElement("link");` +
  `l.rel="preload";l.as=/css$/.test(u)?"style":"script";l.href=u;document.head.appendChild(l)})}` +
  `(${JSON.stringify(files)},location.pathname.slice(${base.length}));`

/**
 * The browser fetches the code of the page that is opened beside that of the app, not after it: one round trip less
 * before the first request to the API.
 */
class PreloadPagePlugin {
  /** @param {{ base: string, home: string }} options where the app is served; the page of its bare address */
  constructor({ base, home }) {
    this.base = base
    this.home = home
  }

  apply(compiler) {
    const { Compilation, sources } = compiler.webpack
    compiler.hooks.thisCompilation.tap(NAME, (compilation) => {
      // File names are final only once their hashes are.
      const stage = Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_TRANSFER
      compilation.hooks.processAssets.tap({ name: NAME, stage }, () => {
        compilation.updateAsset('index.html', (html) => {
          const script = asker(this.filesByPage(compilation), this.base, this.home)
          return new sources.RawSource(
            String(html.source()).replace('<script', `<script>${script}</script><script`),
          )
        })
      })
    })
  }

  filesByPage({ chunkGroups, entrypoints }) {
    const initial = new Set([...entrypoints.values()].flatMap((entry) => entry.getFiles()))
    const pages = chunkGroups.flatMap((group) => {
      const page = group.origins.map(({ request }) => PAGE.exec(request ?? '')?.[1]).find(Boolean)
      const files = group.getFiles().filter((file) => /\.(js|css)$/.test(file) && !initial.has(file))
      return page ? [[page, files.map((file) => `${this.base}${file}`)]] : []
    })
    if (!pages.some(([page]) => page === this.home)) throw new Error(`${NAME}: no chunk of ${this.home}`)
    return Object.fromEntries(pages)
  }
}

module.exports = { PreloadPagePlugin }
