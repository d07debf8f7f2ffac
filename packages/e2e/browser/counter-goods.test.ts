import { expect, test } from 'vitest'
import { typeInto } from '../src/browser/type-into.ts'
import { fieldOf, useCounter } from './support/counter.ts'
import { choosePhotos, photosOf } from './support/photos.ts'

const { sites, shop, behindTheCounter } = useCounter()

test('a product is made at the counter with its pictures and first stock, reviewed, and sold', async () => {
  const owner = await behindTheCounter()
  const { page, button, text, isAt } = owner
  const name = `现摘枇杷 ${Date.now() % 1_000_000}`
  await page.goto(`${sites.merchant}pages/goods/index`)
  await button('新建').click()
  await isAt('新建商品')
  await button('提交审核').click()
  await text('必填').first().waitFor()

  await choosePhotos(owner, 'a.png', 'b.png')
  await expect.poll(() => photosOf(owner).count()).toBe(2)
  await typeInto(fieldOf(owner, '商品名称'), name)
  await button(/^分类/).click()
  await page.locator('.shelves .ll-chip').filter({ visible: true }).first().click()
  await typeInto(fieldOf(owner, '规格'), '500g')
  await typeInto(fieldOf(owner, '售价'), '19.90')
  await typeInto(fieldOf(owner, '首次入库'), '30')

  // A call comes in; nothing that was typed is lost.
  await page.reload()
  await expect.poll(() => fieldOf(owner, '商品名称').inputValue()).toBe(name)
  await typeInto(fieldOf(owner, '首次入库'), '30')
  await button('提交审核').click()
  await text('已提交，等待平台审核').waitFor()
  await isAt('商品')
  await text('审核中').waitFor()
  await text('在库 30').waitFor()

  const id = new URL(page.url()).searchParams.get('id') ?? ''
  const admin = await shop.adminLogIn(sites.accounts.admin)
  const approved = await fetch(shop.url('/admin/products/audits'), {
    method: 'POST',
    headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ productIds: [id], decision: 'APPROVE', reason: '' }),
  })
  expect(approved.ok).toBe(true)
  await page.reload()
  await text('在售').waitFor()
  const shown = await page.locator('.product-picture img, img.product-picture').first().getAttribute('src')
  expect((await fetch(shown ?? '')).headers.get('content-type')).toBe('image/png')
})

test('a picture that did not arrive is sent again by a tap', async () => {
  const owner = await behindTheCounter()
  const { page, button } = owner
  await page.goto(`${sites.merchant}pkg-desk/product-edit/index`)
  const storage = '**/oss/*'
  await page.route(storage, (route) => route.abort())
  await choosePhotos(owner, 'a.png')
  await button('上传失败，点按重试').waitFor()
  await page.unroute(storage)
  await button('上传失败，点按重试').click()
  await photosOf(owner).first().waitFor()
  await button(/^删除图片/).click()
  await expect.poll(() => photosOf(owner).count()).toBe(0)
  owner.complaints.splice(0) // the browser writes down the upload that failed
})
