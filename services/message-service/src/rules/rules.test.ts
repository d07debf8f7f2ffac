import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogue } from '../notices/catalogue.ts'
import { rulesWith } from './built-in.ts'
import { sampleVars } from './preview.ts'
import { fill, ruleKey, stepsOf } from './rule.ts'
import { lintTemplate, renderSms, renderText, renderWechat } from './template.ts'
import { fitField } from './wechat-field.ts'

const builtIn = rulesWith({ templates: [], routes: [] })

test('every notice has a built-in rule, and every rule a notice', () => {
  const notices = catalogue.map(({ eventType, audience }) => ruleKey(eventType, audience))
  expect([...builtIn.keys()].sort()).toEqual(notices.sort())
})

test('every built-in text can be filled from its event', () => {
  for (const { eventType, audience, variables } of catalogue) {
    const rule = builtIn.get(ruleKey(eventType, audience))
    if (!rule) throw new Error(eventType)
    expect(lintTemplate(rule.content, { audience, known: variables }), eventType).toEqual([])
    const { zh, en, link } = renderText(rule.content, sampleVars(variables))
    expect(JSON.stringify([zh, en, link])).not.toContain('{{')
  }
})

test('refunds, pickups, and staff who asked do not wait for the morning', () => {
  const loud = [...builtIn.values()]
    .filter(({ route }) => !route.quietHours)
    .map(({ eventType, audience }) => `${eventType}:${audience}`)
  expect(loud.sort()).toEqual([
    'delivery.v1.DeliveryDelivered:USER',
    'delivery.v1.PickupReady:USER',
    'delivery.v1.PickupVerified:USER',
    'order.v1.AftersaleApproved:USER',
    'order.v1.OrderPaid:MERCHANT',
    'payment.v1.PaymentDuplicatePaid:USER',
    'payment.v1.PaymentLatePaid:USER',
    'payment.v1.RefundSucceeded:USER',
  ])
})

test('a channel the template cannot speak on is no step', () => {
  const rule = builtIn.get('delivery.v1.PickupReady:USER')
  expect(rule && stepsOf(rule)).toEqual([{ channel: 'SMS', template: 'ready' }])
})

test('an installation’s text and route replace the built-in ones, each by itself', () => {
  const key = 'order.v1.OrderPaid:USER'
  const before = builtIn.get(key)
  if (!before) throw new Error(key)
  const about = { eventType: 'order.v1.OrderPaid', audience: 'USER' } as const
  const content = { ...before.content, category: 'SYSTEM' } as const
  const after = rulesWith({
    templates: [{ ...about, content }],
    routes: [{ ...about, ...before.route, inApp: false }],
  }).get(key)
  expect(after).toMatchObject({
    content: { category: 'SYSTEM' },
    route: { inApp: false, channels: ['WECHAT'] },
  })
})

test('what is cut to a field always fits it', () => {
  const limits = { thing1: 20, character_string2: 32, phrase3: 5, name4: 10, symbol5: 5, letter6: 32 }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      for (const [key, most] of Object.entries(limits)) {
        const fitted = fitField(key, text)
        if (fitted === undefined) continue
        expect([...fitted].length).toBeLessThanOrEqual(most)
        expect(fitted.trim()).not.toBe('')
        expect(fitField(key, fitted)).toBe(fitted)
      }
    }),
  )
})

test('fields take what WeChat takes', () => {
  expect(fitField('thing1', '本地小青菜 500g、东北大米 5kg、鲜鸡蛋等12件')).toBe(
    '本地小青菜 500g、东北大米 5kg…',
  )
  expect(fitField('character_string1', '订单26112307000000001 +2')).toBe('26112307000000001 +2')
  expect(fitField('character_string1', 'A ✓ B')).toBe('A B')
  expect(fitField('phrase1', '超时未付款')).toBe('超时未付款')
  expect(fitField('amount1', '¥12.34')).toBe('¥12.34')
  expect(fitField('amount1', '十二元')).toBeUndefined()
  expect(fitField('date1', '2026年11月22日 15:01')).toBe('2026年11月22日 15:01')
  expect(fitField('date1', 'tomorrow')).toBeUndefined()
})

test('a value cannot bring a variable of its own', () => {
  expect(fill('{{a}} {{b}}', { a: '{{b}}', b: 'x' })).toBe('{{b}} x')
})

test('a message whose field cannot be filled says which', () => {
  const rule = builtIn.get('order.v1.OrderPaid:USER')
  if (!rule) throw new Error('no rule')
  const wechat = {
    templateId: 't',
    title: 't',
    page: '',
    fields: [{ key: 'amount9', label: '', value: '{{goods}}' }],
  }
  expect(renderWechat({ ...rule.content, wechat }, { goods: '青菜' })).toEqual({ unfit: 'amount9' })
  expect(renderSms(rule.content, {})).toBeUndefined()
})
