import type { CDPSession, Page, Route } from 'playwright-core'

const PRODUCTS = 1000
/** Pixels of one gesture, and how fast it is. */
const STRIDE = 5000
const PIXELS_PER_SECOND = 6000
/** More than a thousand products are high. */
const STRIDES = 60

/** Runs in the page: how long the longest frame has been so far. */
const WATCH_FRAMES = `
  globalThis.paints = { worst: 0, last: performance.now() }
  const next = (now) => {
    paints.worst = Math.max(paints.worst, now - paints.last)
    paints.last = now
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
`

type Slice = { data: { items: { id: string }[]; nextCursor: string | null } }

/** Lets the product list go on for a thousand goods: the real first page, again and again under new ids. */
async function thousandProducts(page: Page): Promise<void> {
  let real: Slice | undefined
  await page.route(/\/api\/v1\/products\?/, async (route: Route) => {
    const url = new URL(route.request().url())
    const from = Number(url.searchParams.get('cursor') ?? 0)
    real ??= (await (await route.fetch()).json()) as Slice
    const { items } = real.data
    const next = from + items.length
    await route.fulfill({
      json: {
        ...real,
        data: {
          items: items.map((item, index) => ({ ...item, id: `${item.id}-${from + index}` })),
          nextCursor: next < PRODUCTS ? String(next) : null,
        },
      },
    })
  })
}

/**
 * Scrolls the home page to the end of a thousand products.
 * @returns the longest frame in milliseconds
 */
export async function scrollThousand(page: Page, cdp: CDPSession, url: string): Promise<number> {
  await thousandProducts(page)
  await page.goto(url)
  const cards = page.locator('.products > *')
  await page.locator('.product__name').first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.evaluate(WATCH_FRAMES)
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  for (let stride = 0; (await cards.count()) < PRODUCTS; stride += 1) {
    if (stride === STRIDES)
      throw new Error(`the list ended at ${await cards.count()} of ${PRODUCTS} products`)
    await cdp.send('Input.synthesizeScrollGesture', {
      x: width / 2,
      y: (height * 3) / 4, // below the shelf that scrolls sideways
      yDistance: -STRIDE,
      speed: PIXELS_PER_SECOND,
      gestureSourceType: 'mouse',
    })
  }
  return page.evaluate<number>('paints.worst')
}
