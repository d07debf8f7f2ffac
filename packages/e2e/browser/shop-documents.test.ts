import { expect, test } from 'vitest'
import { adminSignIn, DESK } from '../src/browser/admin.ts'
import { typeInto } from '../src/browser/type-into.ts'
import { fieldOf, useCounter } from './support/counter.ts'
import { rowOf } from './support/desk.ts'
import { choosePhotos, photosOf } from './support/photos.ts'

const { sites, visit, behindTheCounter } = useCounter()

test('a shop hands its documents in, is told what is wrong, and is approved; it sells all the while', async () => {
  const owner = await behindTheCounter('otherMerchant')
  await owner.page.goto(`${sites.merchant}pkg-desk/shop/index`)
  await owner.text('还没有提交认证资料').waitFor()
  await owner.button('提交审核').click()
  await owner.text('请填写营业执照').waitFor()
  await choosePhotos(owner, 'licence.png')
  await photosOf(owner).waitFor()
  await typeInto(fieldOf(owner, '店铺名称'), '禾鲜果铺')
  await typeInto(fieldOf(owner, '主体名称'), '杭州禾鲜果业')
  await typeInto(fieldOf(owner, '统一社会信用代码'), '91330100MA27XXXX0K')
  const whomToCall = async () => {
    await typeInto(fieldOf(owner, '联系人'), '方禾')
    await typeInto(fieldOf(owner, '联系电话'), '19900000301')
  }
  await whomToCall()
  await owner.button('提交审核').click()
  await owner.text('资料审核中').waitFor()

  const admin = await visit(`${sites.admin}login`, { ...DESK, desk: true })
  await adminSignIn(admin, sites.admin, sites.accounts.admin)
  const drawer = admin.page.locator('.el-drawer').filter({ visible: true })
  const openShop = async () => {
    await admin.page.goto(`${sites.admin}merchants`)
    await rowOf(admin, '禾鲜果铺').locator('.link-button').first().click()
    await drawer.getByText('认证资料').waitFor()
  }
  const decide = async (act: '通过' | '驳回', reason: string) => {
    await drawer.getByRole('button', { name: act }).click()
    const asked = admin.page.getByRole('dialog', { name: `${act}“禾鲜果铺”的资料？` })
    await asked.getByRole('textbox').fill(reason)
    await asked.getByRole('button', { name: act }).click()
    await drawer.locator('ol li').filter({ hasText: reason }).waitFor()
  }
  await openShop()
  await drawer.getByText('杭州禾鲜果业', { exact: true }).waitFor()
  await drawer.getByText('199****0301').waitFor()
  expect(await drawer.getByRole('img', { name: '杭州禾鲜果业的营业执照' }).getAttribute('src')).toContain(
    '/oss/',
  )
  await drawer.locator('ul li').filter({ hasText: '方禾' }).getByText('店主').waitFor()
  await decide('驳回', '主体名称不完整')

  await owner.page.reload()
  await owner.text('原因：主体名称不完整').waitFor()
  await typeInto(fieldOf(owner, '主体名称'), '杭州禾鲜果业有限公司')
  await whomToCall()
  await owner.button('提交审核').click()
  await owner.text('资料审核中').waitFor()
  await openShop()
  await decide('通过', '资料齐全')

  // What changes later stands beside what is in force.
  await owner.page.reload()
  await owner.text('资料已通过').waitFor()
  await typeInto(fieldOf(owner, '统一社会信用代码'), '91330100MA27XXXX1K')
  await whomToCall()
  await owner.button('提交审核').click()
  await owner.text('资料审核中').waitFor()
  await openShop()
  const sides = drawer.locator('.side')
  await expect.poll(() => sides.count()).toBe(2)
  await sides.first().getByText('91330100MA27XXXX0K').waitFor()
  expect(await sides.last().locator('.changed').allTextContents()).toEqual(['91330100MA27XXXX1K'])
  await rowOf(admin, '禾鲜果铺').getByText('营业中').waitFor()
})
