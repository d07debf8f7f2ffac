import { expect, test } from 'vitest'
import type { Visitor } from '../src/browser/chromium.ts'
import { openTab } from '../src/browser/staff.ts'
import { typeInto } from '../src/browser/type-into.ts'
import { agree, useCounter } from './support/counter.ts'
import { API, forgive } from './support/troubles.ts'

const { shop, behindTheCounter, aReadyOrder } = useCounter()

const codeField = ({ page }: Visitor) => page.locator('.verify__field input').filter({ visible: true })

/** Types a code where there is no network. */
async function noteCode(verifier: Visitor, code: string): Promise<void> {
  await typeInto(codeField(verifier), code)
  await verifier.button('记下，稍后提交').click()
}

test('codes are noted without a network, sent once when it is back, and what was refused stays to be looked into', async () => {
  const { buyer, order, code } = await aReadyOrder()
  const verifier = await behindTheCounter('verifier')
  const { context, button, text } = verifier
  await openTab(verifier, '核销')
  await codeField(verifier).waitFor()
  await context.setOffline(true)
  await text('没有网络：扫到的取货码').waitFor()
  await noteCode(verifier, code.toLowerCase())
  await text('离线核销 1 单').waitFor()
  await noteCode(verifier, code)
  await text('请不要重复交付').waitFor()
  await noteCode(verifier, 'ZZZ999')
  await text('离线核销 2 单').waitFor()
  expect((await shop.order(buyer, order.id)).status).toBe('READY_FOR_PICKUP')

  await context.setOffline(false)
  await text('1 单离线核销未通过').waitFor()
  await text('取货码无效').waitFor()
  await shop.waitForStatus(buyer, order.id, { statuses: ['COMPLETED'] })
  await text('离线核销 1 单').waitFor()
  await button('已处理').click()
  await agree(verifier)
  await text(/离线核销 \d 单/).waitFor({ state: 'detached' })
  await text(/^离线$/)
    .first()
    .waitFor() // so it stands in the history
  forgive(verifier)
})

test('a look-up that nobody answered asks before it notes; a network that is back needs no note', async () => {
  const { buyer, order, code } = await aReadyOrder()
  const verifier = await behindTheCounter('verifier')
  const { page, button, text } = verifier
  await openTab(verifier, '核销')
  await typeInto(codeField(verifier), code)
  await page.route(API, (route) => route.abort())
  await button('查询').click()
  await text('没有网络，先记下这个取货码？').waitFor()
  await agree(verifier, '取消')
  expect(await codeField(verifier).inputValue()).toBe(code)
  await page.unroute(API)
  await button('查询').click()
  await button(/^确认交付/).click()
  await text('已全部交付').waitFor()
  await shop.waitForStatus(buyer, order.id, { statuses: ['COMPLETED'] })
  await button('下一位').last().click()

  await typeInto(codeField(verifier), code)
  await button('查询').click()
  await text(/重复核销：尾号 \d{6} 的订单已于 .* 由何静交付/).waitFor()
  forgive(verifier)
})

test('what waits at the point is listed until it is collected', async () => {
  const { order } = await aReadyOrder()
  const verifier = await behindTheCounter('verifier')
  await openTab(verifier, '核销')
  await verifier.button(/待取货清单/).click()
  await verifier.isAt('待取货清单')
  await verifier.text(order.orderNo.slice(-6)).click()
  await verifier.isAt('订单详情')
})
