import type { DemoLogin } from '../demo-accounts.ts'
import type { Visitor } from './chromium.ts'
import { typeInto } from './type-into.ts'

/** Signs in behind the counter. */
export async function staffSignIn(
  { page, button, isAt }: Visitor,
  { login, password }: DemoLogin,
): Promise<void> {
  await button('登录').click()
  await isAt('登录')
  const fields = page.locator('.ll-input-box input').filter({ visible: true })
  await typeInto(fields.nth(0), login)
  await typeInto(fields.nth(1), password)
  // The page below may still be seen while the new one slides over it: only the answer says that somebody is in.
  const answered = page.waitForResponse(
    (response) => response.url().endsWith('/merchant/auth/sessions') && response.ok(),
  )
  await button('登录').last().click()
  await answered
  const title = page.locator('.ll-nav__title', { hasText: '登录' }).filter({ visible: true })
  await title.first().waitFor({ state: 'hidden' })
  await isAt('今日')
}

/** Opens a tab of the bar at the bottom. */
export const openTab = ({ page }: Visitor, name: string): Promise<void> =>
  page.locator('.taro-tabbar__tabbar').filter({ visible: true }).getByText(name, { exact: true }).click()
