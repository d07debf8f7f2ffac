import { expect, test } from 'vitest'
import { adminSignIn, DESK } from '../src/browser/admin.ts'
import { choosePlace, signIn } from '../src/browser/resident.ts'
import { typeInto } from '../src/browser/type-into.ts'
import { fieldOf, useCounter } from './support/counter.ts'
import { rowOf } from './support/desk.ts'
import { choosePhotos, photosOf } from './support/photos.ts'

const { sites, visit } = useCounter()
const COMMUNITY = '未来云邸'
const POINT = '云邸驿站'

test('a resident applies as a leader, is told what is missing, is approved, and keeps a point until suspended', async () => {
  const resident = await visit(sites.user)
  await choosePlace(resident, COMMUNITY, POINT)
  await signIn(resident, sites.user)
  const { page, button, text } = resident
  await page.goto(`${sites.user}pages/me/index`)
  await button(/成为团长/).click()
  await button('提交申请').click()
  await text('请填写场地照片').waitFor()
  const fill = async () => {
    await typeInto(fieldOf(resident, '手机号'), '19900000777')
    await choosePhotos(resident, 'door.png', 'garage.png')
    await expect.poll(() => photosOf(resident).count()).toBe(2)
  }
  await typeInto(fieldOf(resident, '姓名'), '林小满')
  await typeInto(fieldOf(resident, '取货地址'), '3 幢 101 室车库')
  await fill()
  await button('提交申请').click()
  await text('申请审核中').waitFor()

  const admin = await visit(`${sites.admin}login`, { ...DESK, desk: true })
  await adminSignIn(admin, sites.admin, sites.accounts.admin)
  const drawer = admin.page.locator('.el-drawer').filter({ visible: true })
  const openLeader = async () => {
    await admin.page.goto(`${sites.admin}leaders`)
    await rowOf(admin, '199****0777').locator('.link-button').first().click()
    await drawer.getByText('取货地址').waitFor()
  }
  const act = async (verb: string, reason: string) => {
    await drawer.getByRole('button', { name: verb }).click()
    const asked = admin.page.getByRole('dialog', { name: new RegExp(`^(让.+)?${verb}`) })
    await asked.getByRole('textbox').fill(reason)
    await asked.getByRole('button', { name: verb }).click()
    await drawer.locator('ol li').filter({ hasText: reason }).waitFor()
  }
  await openLeader()
  await drawer.getByText('3 幢 101 室车库').waitFor()
  await expect.poll(() => drawer.locator('.photos img').count()).toBe(2)
  await drawer.getByRole('button', { name: '查看完整联系方式' }).click()
  const why = admin.page.getByRole('dialog', { name: '查看隐私信息？' })
  await why.getByRole('textbox').fill('约看场地')
  await why.getByRole('button', { name: '查看并记录' }).click()
  await drawer.getByText('林小满 19900000777').waitFor()
  await act('驳回', '照片太暗')

  await page.reload()
  await text('原因：照片太暗').waitFor()
  expect(await fieldOf(resident, '取货地址').inputValue()).toBe('3 幢 101 室车库')
  await fill()
  await button('提交申请').click()
  await text('申请审核中').waitFor()
  await openLeader()
  await act('通过', '已上门看过')
  await act('开始服务', '培训完成')
  await page.reload()
  await text('你是这个小区的团长').waitFor()

  // Chosen for a point, which a suspension then pauses.
  const point = rowOf(admin, POINT)
  await admin.page.goto(`${sites.admin}pickup-points`)
  await point.locator('.link-button').first().click()
  await drawer.locator('.el-form-item').filter({ hasText: '团长' }).locator('.el-select').click()
  await admin.page.getByRole('option', { name: /^林/ }).click()
  await drawer.getByRole('button', { name: '保存' }).click()
  await drawer.waitFor({ state: 'detached' })
  await openLeader()
  await act('停用', '联系不上')
  await admin.page.goto(`${sites.admin}pickup-points`)
  await expect
    .poll(async () => {
      await admin.page.getByRole('button', { name: '刷新' }).click()
      return point.textContent()
    })
    .toContain('暂停')
  await admin.page.getByRole('button', { name: `恢复营业 ${POINT}` }).click()
  await admin.page.getByRole('dialog').getByRole('button', { name: '营业中' }).click()
  await point.getByText('营业中').waitFor()
})
