// Draws the PNG icons of a tab bar (WeChat takes no SVG there) with the Chromium in CHROME_BIN:
//   CHROME_BIN=chromium node build/make-tab-icons.mjs <folder> home=home cart=cart …
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ICONS } from '../src/adapters/icon/svg.ts'

const SIDE = 81
const COLOURS = { '': '#5b675f', '-on': '#0b7a50' }
const [, , folder = '.', ...tabs] = process.argv
const scratch = mkdtempSync(join(tmpdir(), 'tab-icons-'))
for (const tab of tabs)
  for (const [suffix, colour] of Object.entries(COLOURS)) {
    const [name, icon] = tab.split('=')
    const svg = (suffix && ICONS[`${icon}-filled`]) || ICONS[icon]
    const page = join(scratch, 'icon.html')
    const style = `margin:0;background:transparent;color:${colour}`
    writeFileSync(
      page,
      `<body style="${style}">${svg.replace('<svg', `<svg width="${SIDE}" height="${SIDE}"`)}`,
    )
    execFileSync(
      process.env.CHROME_BIN ?? 'chromium',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        '--default-background-color=00000000',
        `--window-size=${SIDE},${SIDE}`,
        `--screenshot=${resolve(folder, `tab-${name}${suffix}.png`)}`,
        `file://${page}`,
      ],
      { stdio: 'ignore' },
    )
  }
rmSync(scratch, { recursive: true })
