import type { DemoLogin } from '../demo-accounts.ts'
import type { Visitor } from './chromium.ts'
import type { Subject } from './pages.ts'

/** A desk: mouse and keyboard, a wide screen. */
export const DESK = { width: 1440, height: 900 } as const

/** Every page of the console by name. */
export const ADMIN_PAGES = {
  dashboard: 'dashboard',
  orders: 'orders',
  payments: 'payments',
  refunds: 'refunds',
  products: 'products',
  categories: 'categories',
  inventories: 'inventories',
  reservations: 'stock-reservations',
  warehouses: 'warehouses',
  users: 'users',
  merchants: 'merchants',
  leaders: 'leaders',
  communities: 'communities',
  'pickup-points': 'pickup-points',
  slots: 'slots',
  'slot-templates': 'slots?tab=templates',
  'slot-exceptions': 'slots?tab=exceptions',
  fees: 'fees',
  coupons: 'coupons',
  'message-logs': 'message-logs',
  admins: 'admins',
  roles: 'roles',
  'audit-logs': 'audit-logs',
  'login-logs': 'login-logs',
  ops: 'ops',
  'stuck-orders': 'ops?tab=stuck',
} as const

/** What opens over a page, for one order, one product, one community. */
export const ADMIN_DRAWERS = ({ orderId, productId, communityId }: Subject & { communityId: string }) => ({
  'orders-opened': `orders?id=${orderId}`,
  'products-opened': `products?id=${productId}`,
  'communities-opened': `communities?id=${communityId}`,
})

/** Signs in at the console; back on its first page. */
export async function adminSignIn(
  { page }: Visitor,
  origin: string,
  { login, password }: DemoLogin,
): Promise<void> {
  await page.goto(`${origin}login`)
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.locator('.shell').waitFor()
}

/** Nothing is loading any more: no skeleton, no busy table, no running request. */
export async function settled({ page }: Visitor): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.locator('.el-skeleton, .bones').first().waitFor({ state: 'detached' })
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  const moving = page.locator('.el-drawer-fade-enter-active, .el-loading-fade-enter-active')
  await moving.first().waitFor({ state: 'detached' })
}
