import { Buffer } from 'node:buffer'
import type { Locator } from 'playwright-core'
import type { Visitor } from '../../src/browser/chromium.ts'

/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

/** Chooses pictures in a form of a mini-program; they are on their way when it resolves. */
export async function choosePhotos({ page, button }: Visitor, ...names: string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await button('添加图片').click()
  await (await chooser).setFiles(names.map((name) => ({ name, mimeType: 'image/png', buffer: PNG })))
}

/** Those that have arrived. */
export const photosOf = ({ page }: Visitor): Locator =>
  page.locator('.ll-photos__picture').filter({ visible: true })
