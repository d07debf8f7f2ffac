import type { Browser } from 'playwright-core'
import { createClient } from '../http.ts'
import type { Platform } from '../platform.ts'
import { type Figure, median } from '../web/figure.ts'
import { longestChain, recordRequests } from '../web/requests.ts'
import { scrollThousand } from '../web/scroll.ts'
import { weighMainPackages } from '../web/sizes.ts'
import { DESK, openBrowser, PHONE, SLOWDOWN, timeToPaint, type Visit, visit } from '../web/visit.ts'

const ROUNDS = 5
const KB = 1000

/** What product.md §3.9 and the console promise of speed and size, measured in a Chromium. */
export async function measureWeb(platform: Platform): Promise<Figure[]> {
  const { user, admin } = platform.web
  if (!user || !admin) throw new Error('the platform serves no front ends: LINLI_WEB=0?')
  const home: Visit = { url: user, look: PHONE, kept: place(platform) }
  const dashboard: Visit = { url: `${admin}dashboard`, look: DESK, kept: await adminSession(platform) }
  const sizes = await weighMainPackages()
  const browser = await openBrowser()
  try {
    return [
      ...sizes,
      {
        what: 'resident home, first goods painted, CPU ÷4',
        value: await firstContent(browser, home, '.product__name'),
        unit: 'ms',
        limit: 1500,
      },
      {
        what: 'console dashboard, figures painted, CPU ÷4',
        value: await firstContent(browser, dashboard, '.stat .value'),
        unit: 'ms',
        limit: 2000,
      },
      {
        what: 'console log-in, JavaScript on the wire',
        value: await scriptBytes(browser, { url: `${admin}login`, look: DESK, kept: {} }),
        unit: 'kB',
        limit: 250,
      },
      {
        what: 'resident home, longest chain of requests',
        value: await chainLength(browser, home),
        unit: 'requests',
        limit: 3,
      },
      {
        what: 'resident home, longest frame of 1000 products',
        value: await visit(browser, home, (page, cdp) => scrollThousand(page, cdp, home.url)),
        unit: 'ms',
        limit: 100,
      },
    ]
  } finally {
    await browser.close()
  }
}

/** A resident who has chosen where to shop, as the app keeps it (stores/place.ts). */
function place({ accounts }: Platform): Record<string, string> {
  const [resident] = accounts.users
  if (!resident) throw new Error('no demo resident: was the demo loaded?')
  const { communityId, pickupPointId } = resident
  const chosen = { communityId, communityName: '江南春晓', pickupPointId, pickupPointName: null }
  const data = JSON.stringify({ state: { place: chosen }, version: 1 })
  return { 'linli-user:place': JSON.stringify({ data }) }
}

/** The session of an administrator, as the console keeps it (api/session.ts). */
async function adminSession({ gateway, accounts }: Platform): Promise<Record<string, string>> {
  const { login, password } = accounts.admin
  const { accessToken, refreshToken } = await createClient(gateway).call<{
    accessToken: string
    refreshToken: string
  }>('POST', '/api/v1/admin/auth/sessions', { body: { login, password } })
  return { 'linli-admin:tokens': JSON.stringify({ accessToken, refreshToken }) }
}

async function firstContent(browser: Browser, where: Visit, selector: string): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    times.push(
      await visit(browser, where, async (page, cdp) => {
        await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
        return timeToPaint(page, where.url, selector)
      }),
    )
  return median(times)
}

const scriptBytes = (browser: Browser, where: Visit): Promise<number> =>
  visit(browser, where, async (page, cdp) => {
    const requests = await recordRequests(cdp)
    await page.goto(where.url)
    await page.locator('input').first().waitFor()
    await page.waitForLoadState('networkidle')
    const scripts = requests().filter(({ type, url }) => type === 'Script' || url.endsWith('.js'))
    return scripts.reduce((sum, { bytes }) => sum + bytes, 0) / KB
  })

const chainLength = (browser: Browser, where: Visit): Promise<number> =>
  visit(browser, where, async (page, cdp) => {
    const requests = await recordRequests(cdp)
    await page.goto(where.url)
    await page.locator('.product__name').first().waitFor()
    await page.waitForLoadState('networkidle')
    return longestChain(requests()).length
  })
