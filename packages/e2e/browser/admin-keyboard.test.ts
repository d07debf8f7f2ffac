import { expect, test } from 'vitest'
import { useDesk } from './support/desk.ts'

const { anAdmin, anUnpaidOrder } = useDesk()

test('by keyboard alone: search an order, open it, write a remark, close it', async () => {
  const { order } = await anUnpaidOrder()
  const { page } = await anAdmin()
  const press = async (key: string, until: () => Promise<boolean>): Promise<void> => {
    for (let n = 0; n < 60; n += 1) {
      if (await until()) return
      await page.keyboard.press(key)
    }
    throw new Error(`${key} never got there`)
  }
  const focused = (selector: string) => () => page.locator(selector).and(page.locator(':focus')).isVisible()
  await page.keyboard.press('/')
  await page.keyboard.type(order.orderNo)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/orders?orderNo=${order.orderNo}`)
  await page.locator('tbody .link-button').first().waitFor()
  await press('Tab', focused('tbody .link-button'))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `订单 ${order.orderNo}` }).waitFor()
  await press('Tab', focused('.remark textarea'))
  await page.keyboard.type('客户要求放在门口')
  await page.keyboard.press('Control+Enter')
  await page.getByText('已保存').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.el-drawer').filter({ visible: true }).waitFor({ state: 'detached' })
  await press('Tab', focused('tbody .link-button'))
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('.remark textarea').inputValue()).toBe('客户要求放在门口')
})
