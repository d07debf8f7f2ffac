import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { BrowserContext } from 'playwright-core'

/** The family that every style sheet of ours asks for first. */
const FAMILY = 'PingFang SC'
const FOLDER = '/__font/'
const SHEET = createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/wght.css')
const FACE = /url\(\.\/files\/([\w-]+\.woff2)\)[^;]*;\s*unicode-range: ([^;]+);/g

/** Gives a browser Chinese letters, whatever the machine has: Noto Sans SC under the name our pages ask for. */
export async function bringChineseFont(context: BrowserContext): Promise<void> {
  const faces = [...readFileSync(SHEET, 'utf8').matchAll(FACE)].map(([, file, range]) => [file, range])
  if (faces.length === 0) throw new Error(`${SHEET} names no font`)
  await context.route(`**${FOLDER}*`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(FOLDER.length)
    return route.fulfill({ path: join(dirname(SHEET), 'files', name), contentType: 'font/woff2' })
  })
  await context.addInitScript(`
    for (const [file, unicodeRange] of ${JSON.stringify(faces)})
      document.fonts.add(new FontFace('${FAMILY}', 'url(${FOLDER}' + file + ')', { unicodeRange, weight: '100 900' }))`)
}
