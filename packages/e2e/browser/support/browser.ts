import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { CHINA, type Look, launch, meet, PHONE, type Visitor, WAIT_MS } from '../../src/browser/chromium.ts'

/** One browser for a test file; every visitor has storage of their own. Complaints fail the test they come in. */
export function useBrowser() {
  let browser: Browser | undefined
  let visitors: Visitor[] = []
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
  })
  afterEach(async () => {
    const complaints = visitors.flatMap((visitor) => visitor.complaints)
    await Promise.all(visitors.map(({ context }) => context.close()))
    visitors = []
    expect(complaints).toEqual([])
  })

  async function visit(
    url: string,
    { width = 390, height = 844, dark = false, desk = false }: Look = {},
  ): Promise<Visitor> {
    if (!browser) throw new Error('the browser is started in beforeAll')
    const context = await browser.newContext({
      ...(desk ? CHINA : PHONE),
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
    })
    const page = await context.newPage()
    page.setDefaultTimeout(WAIT_MS)
    const visitor = meet(page, context)
    visitors.push(visitor)
    await page.goto(url)
    return visitor
  }
  return { visit }
}
