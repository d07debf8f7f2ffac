import type { Audience, TemplateContent } from './rule.ts'
import { lintTemplate, renderSms, renderText, renderWechat, type Vars } from './template.ts'

const SAMPLES: Vars = {
  orderId: '01930000-0000-7000-8000-000000000000',
  orderNo: '2611230112345678',
  goods: '本地小青菜 500g 等3件',
  shop: '邻里生鲜',
  reason: '超时未付款',
  pickupPoint: '阳光花园东门自提点',
  hours: '08:00-21:00',
  slot: '2026年11月23日 18:00',
  points: '100',
  balance: '1200',
  available: '3',
  skuName: '本地小青菜 500g',
  couponName: '新人满减券',
  validTo: '2026年12月23日',
  amountYuan: '12.34',
}
const AMOUNTS = ['amount', 'paid', 'payable']
const IDS = ['skuId', 'productId', 'couponId']

/** Something plausible for every variable: amounts, moments, names. */
export function sampleVars(known: readonly string[]): Vars {
  const sample = (name: string) => {
    if (AMOUNTS.includes(name)) return '¥12.34'
    if (IDS.includes(name)) return '01930000-0000-7000-8000-000000000000'
    return SAMPLES[name] ?? '2026年11月23日 12:30'
  }
  return Object.fromEntries(known.map((name) => [name, sample(name)]))
}

type Setting = { readonly audience: Audience; readonly known: readonly string[]; readonly vars: Vars }

/** The template as people would see it, with everything that is wrong with it. */
export function previewOf(content: TemplateContent, { audience, known, vars }: Setting) {
  const problems = lintTemplate(content, { audience, known })
  const message = content.wechat && renderWechat(content, vars)
  if (message && 'unfit' in message) problems.push(`${message.unfit} cannot be filled`)
  const fields =
    content.wechat && message && !('unfit' in message)
      ? content.wechat.fields.map(({ key, label }) => ({ label, value: message.data[key]?.value ?? '' }))
      : undefined
  return {
    ...renderText(content, vars),
    wechat: fields && message && !('unfit' in message) ? { page: message.page, fields } : null,
    sms: renderSms(content, vars) ?? null,
    problems,
  }
}
