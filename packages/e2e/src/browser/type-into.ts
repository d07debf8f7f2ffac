import type { Locator } from 'playwright-core'

/** Two frames: in the first the field is painted, by the second Taro has bound its events. */
const BOUND = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'

/** Types as a hand does: not before a field of the mini-programs can hear, and letter by letter. */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await field.waitFor()
  await field.page().evaluate(BOUND)
  await field.fill('')
  await field.pressSequentially(text)
}
