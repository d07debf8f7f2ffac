import { CHROMIUM_FLAGS, findChromium } from '@linli/dev'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const
export const DESK = { viewport: { width: 1440, height: 900 } } as const
/** A phone of the middle class against the machine that measures (frontends.md). */
export const SLOWDOWN = 4

export type Visit = {
  readonly url: string
  readonly look: typeof PHONE | typeof DESK
  /** What the browser has kept from earlier visits. */
  readonly kept: Readonly<Record<string, string>>
}

export const openBrowser = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await findChromium(), args: [...CHROMIUM_FLAGS] })

/** A first visit: nothing cached, only what `kept` says is remembered. */
export async function visit<T>(
  browser: Browser,
  { look, kept }: Omit<Visit, 'url'>,
  use: (page: Page, cdp: CDPSession) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ ...look, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  try {
    const page = await context.newPage()
    await page.addInitScript((entries) => {
      for (const [key, value] of entries) localStorage.setItem(key, value)
    }, Object.entries(kept))
    const cdp = await context.newCDPSession(page)
    return await use(page, cdp)
  } finally {
    await context.close()
  }
}

/** Runs in the page: a promise of the moment. The frame that holds the thing ends before the one after it begins. */
const watchFor = (selector: string): string => `
  globalThis.firstContent = new Promise((resolve) => {
    const look = () =>
      requestAnimationFrame(() => {
        if (document.querySelector(${JSON.stringify(selector)})) requestAnimationFrame(resolve)
        else look()
      })
    look()
  })`

/** Milliseconds from the start of the navigation until the first thing the selector names has been painted. */
export async function timeToPaint(page: Page, url: string, selector: string): Promise<number> {
  await page.addInitScript(watchFor(selector))
  await page.goto(url)
  return page.evaluate<number>('firstContent')
}
