import { expect, test } from 'vitest'
import { adminSignIn, DESK, settled } from '../src/browser/admin.ts'
import type { Visitor } from '../src/browser/chromium.ts'
import { useBrowser } from './support/browser.ts'
import { useSites } from './support/sites.ts'
import { forgive, TROUBLES, twoSecondsLater } from './support/troubles.ts'

const { visit } = useBrowser()
const sites = useSites()

const API = /\/api\/v1\/admin\/(?!admins\/me|auth)/

/** Main pages by address and by something that is there when all is well. */
const PAGES = [
  ['dashboard', '成交额'],
  ['orders', '交付'],
  ['products', '紫甘蓝'],
  ['communities', '江南春晓'],
  ['roles', '超级管理员'],
] as const

const anAdmin = async (): Promise<Visitor> => {
  const admin = await visit(`${sites.admin}login`, { ...DESK, desk: true })
  await adminSignIn(admin, sites.admin, sites.accounts.admin)
  return admin
}
test('each main page says what is wrong, names the trace, and goes on when asked to', async () => {
  const admin = await anAdmin()
  const { page } = admin
  for (const [address, well] of PAGES)
    for (const { answer, says, trace } of TROUBLES) {
      await page.route(API, answer)
      await page.goto(`${sites.admin}${address}`)
      const alert = page.locator('.failure').filter({ hasText: says }).first()
      await alert.waitFor()
      if (trace) await alert.getByText(trace).waitFor()
      await page.unroute(API)
      await alert.getByRole('button', { name: '重试' }).click()
      await page.getByText(well).first().waitFor()
    }
  forgive(admin)
})

test('with two seconds per call there is a skeleton first, then the page', async () => {
  const { page } = await anAdmin()
  await page.route(API, twoSecondsLater)
  for (const [address, well] of PAGES) {
    await page.goto(`${sites.admin}${address}`)
    await page.locator('.bones, .el-skeleton').first().waitFor()
    await page.getByText(well).first().waitFor()
  }
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('an access token that has run out is renewed on the way', async () => {
  const admin = await anAdmin()
  const { page } = admin
  await page.evaluate(() => {
    const key = 'linli-admin:tokens'
    const { refreshToken } = JSON.parse(localStorage.getItem(key) ?? '{}') as { refreshToken: string }
    localStorage.setItem(key, JSON.stringify({ accessToken: 'worn.out.token', refreshToken }))
  })
  const refreshes: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/admin/auth/tokens')) refreshes.push(request.method())
  })
  await page.goto(`${sites.admin}products`)
  await page.getByText('紫甘蓝').first().waitFor()
  expect(refreshes).toEqual(['POST'])
  forgive(admin)
})

test('a session that has ended elsewhere leads to the log-in and back', async () => {
  const admin = await anAdmin()
  const { page } = admin
  await page.evaluate(() =>
    localStorage.setItem(
      'linli-admin:tokens',
      JSON.stringify({ accessToken: 'worn.out.token', refreshToken: 'worn-out-too' }),
    ),
  )
  await page.goto(`${sites.admin}orders?status=PREPARING`)
  await page.waitForURL('**/admin/login?redirect=**')
  await page.locator('input[name=login]').fill(sites.accounts.admin.login)
  await page.locator('input[name=password]').fill(sites.accounts.admin.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/admin/orders?status=PREPARING')
  forgive(admin)
})

test('without a network the console says so', async () => {
  const admin = await anAdmin()
  await settled(admin) // else the code of the first page is what is missing
  await admin.context.setOffline(true)
  await admin.page.getByText('网络已断开，恢复后请重试').waitFor()
  await admin.context.setOffline(false)
  await admin.page.getByText('网络已断开，恢复后请重试').waitFor({ state: 'detached' })
  forgive(admin)
})
