import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const FLAGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
export const WAIT_MS = 15_000

/** CHROME_BIN, else the system's Chromium, else the one an npm package carries. */
export async function launch(): Promise<Browser> {
  const own = process.env.CHROME_BIN ?? SYSTEM.find((path) => existsSync(path))
  return chromium.launch({ executablePath: own ?? (await carried()), args: FLAGS })
}

/**
 * Unpacked when first wanted. The package's own flags are meant for one page in a cloud function: with its
 * `--single-process` the browser ends with its first context, with `--disable-web-security` no policy holds.
 */
async function carried(): Promise<string> {
  const { default: packed } = await import('@sparticuz/chromium')
  return packed.executablePath()
}

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
