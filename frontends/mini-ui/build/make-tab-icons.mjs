// Draws the PNG icons of a tab bar (WeChat takes no SVG there), light and dark:
//   node build/make-tab-icons.mjs <folder> home=home cart=cart …
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { ICONS } from '../src/adapters/icon/svg.ts'
import { TAB_COLOURS, tabIconFile } from '../src/platform/tab-colours.ts'

const SIDE = 81
const [, , folder = '.', ...tabs] = process.argv
for (const tab of tabs) {
  const [name, icon] = tab.split('=')
  for (const [scheme, { color, selectedColor }] of Object.entries(TAB_COLOURS))
    for (const selected of [false, true]) {
      const drawing = (selected && ICONS[`${icon}-filled`]) || ICONS[icon]
      if (!drawing) throw new Error(`there is no icon ${icon}`)
      const svg = drawing.replaceAll('currentColor', selected ? selectedColor : color)
      const png = new Resvg(svg, { fitTo: { mode: 'width', value: SIDE } }).render().asPng()
      writeFileSync(join(folder, tabIconFile(name, scheme, selected)), png)
    }
}
