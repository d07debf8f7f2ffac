import { expect, test } from 'vitest'
import { choosePlace, signIn } from '../src/browser/resident.ts'
import { liveADay } from '../src/busy-day.ts'
import { rowOf, useDesk } from './support/desk.ts'
import { forgive } from './support/troubles.ts'

const { sites, shop, visit, anAdmin } = useDesk()
const [{ nickname }] = sites.accounts.users

test('a level is made and changed in the console; who has bought enough has it at once, in their own app too', async () => {
  await liveADay(shop, 1) // the first resident’s order is handed over: it counts
  const admin = await anAdmin()
  const { page } = admin
  await page.goto(`${sites.admin}users`)
  const drawer = page.locator('.el-drawer').filter({ visible: true })
  const form = page.getByRole('dialog', { name: /^(新建|编辑)等级$/ })
  const row = (text: string) => drawer.locator('tbody tr').filter({ hasText: text })

  const name = `尝鲜客${Date.now() % 100_000}`
  await page.getByRole('button', { name: '管理等级' }).click()
  await row('常客').getByText('¥100.00').waitFor()
  await drawer.getByRole('button', { name: '新建等级' }).click()
  await form.getByRole('button', { name: '保存' }).click()
  await form.getByText('必填').first().waitFor()
  await form.getByRole('textbox', { name: '等级名称' }).fill(name)
  await form.getByRole('textbox', { name: '成长值达到' }).fill('100')
  await form.getByRole('button', { name: '保存' }).click()
  await form.getByText('已有同名或同门槛的等级').waitFor()
  forgive(admin)
  await form.getByRole('textbox', { name: '成长值达到' }).fill('0.01')
  await form.getByRole('button', { name: '保存' }).click()
  await row(name).getByText('¥0.01').waitFor()
  await page.keyboard.press('Escape')

  await page.locator('.filters').getByRole('combobox', { name: '等级' }).click()
  await page.getByRole('option', { name }).click()
  await expect
    .poll(async () => {
      await page.getByRole('button', { name: '刷新' }).click()
      return page.locator('tbody').textContent()
    })
    .toContain(nickname)
  await rowOf(admin, nickname).getByText(name).waitFor()

  const resident = await visit(sites.user)
  await choosePlace(resident, '江南春晓', '春晓便利店自提点')
  await signIn(resident, sites.user, nickname)
  await resident.page.goto(`${sites.user}pages/me/index`)
  await resident.text(`Lv.1 ${name}`).waitFor()
  await resident.text(/^再消费 ¥[\d.]+ 成为/).waitFor()

  await page.getByRole('button', { name: '管理等级' }).click()
  await page.getByRole('button', { name: `编辑 ${name}` }).click()
  await form.getByRole('textbox', { name: '成长值达到' }).fill('900000')
  await form.getByRole('button', { name: '保存' }).click()
  await row(name).getByText('¥900,000.00').waitFor()
  await expect.poll(() => row(name).locator('td').nth(2).textContent()).toBe('0')
  await page.getByRole('button', { name: `删除 ${name}` }).click()
  await page
    .getByRole('dialog', { name: `删除等级“${name}”？` })
    .getByRole('button', { name: '删除' })
    .click()
  await row(name).waitFor({ state: 'detached' })
})
