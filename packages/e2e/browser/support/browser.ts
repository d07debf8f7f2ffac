import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const WAIT_MS = 15_000

/** CHROME_BIN, else the system's Chromium, else the one an npm package carries. */
async function launch(): Promise<Browser> {
  const own = process.env.CHROME_BIN ?? SYSTEM.find((path) => existsSync(path))
  if (own) return chromium.launch({ executablePath: own, args: FLAGS })
  const { default: carried } = await import('@sparticuz/chromium')
  const executablePath = await carried.executablePath()
  return chromium.launch({ executablePath, args: [...new Set([...carried.args, ...FLAGS])] })
}

export type Look = {
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
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

/** A phone: touch, 390 × 844, Chinese, Shanghai. */
const PHONE = {
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
} as const

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
    { width = 390, height = 844, dark = false }: Look = {},
  ): Promise<Visitor> {
    if (!browser) throw new Error('the browser is started in beforeAll')
    const context = await browser.newContext({
      ...PHONE,
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

function meet(page: Page, context: BrowserContext): Visitor {
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
