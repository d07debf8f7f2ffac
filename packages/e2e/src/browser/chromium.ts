import { CHROMIUM_FLAGS, findChromium } from '@linli/dev'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'

export const WAIT_MS = 15_000

/** A browser without anything to install. */
export const launch = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await findChromium(), args: [...CHROMIUM_FLAGS] })

export type Look = {
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
  /** Mouse and keyboard instead of a finger. */
  readonly desk?: boolean
}

/** A page whose complaints fail the test. */
export type Visitor = {
  readonly page: Page
  readonly context: BrowserContext
  /** Something to press, by its name; tab pages stay mounted while hidden, so only what is seen counts. */
  button(name: string | RegExp): Locator
  /** What is written. */
  text(words: string | RegExp): Locator
  /** The title of the page is this. */
  isAt(title: string): Promise<void>
  /** What the console and the network have complained about so far. */
  readonly complaints: string[]
}

export const CHINA = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' } as const

/** A phone: touch, 390 × 844, Chinese, Shanghai. */
export const PHONE = { ...CHINA, deviceScaleFactor: 2, isMobile: true, hasTouch: true } as const

/** @param page of a context of its own */
export function meet(page: Page, context: BrowserContext): Visitor {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location().url}`)
  })
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1')
      complaints.push(`foreign host: ${request.url()}`)
  })
  const seen = (locator: Locator): Locator => locator.filter({ visible: true })
  return {
    page,
    context,
    complaints,
    button: (name) => seen(page.getByRole('button', { name })),
    text: (words) => seen(page.getByText(words)),
    isAt: async (title) => {
      await seen(page.locator('.ll-nav__title', { hasText: title }))
        .first()
        .waitFor()
    },
  }
}
