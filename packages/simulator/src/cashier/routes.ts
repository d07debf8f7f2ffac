import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Control } from '../control/control.ts'
import { badInput, ControlError } from '../control/input.ts'
import { readPay } from '../control/readers.ts'
import { parseJson } from '../mini-program/replies.ts'
import { rawBody } from '../pay/mch-route.ts'
import type { Json } from '../pay/rules.ts'
import { readAccounts } from './accounts.ts'
import { choice, escapeHtml, page } from './page.ts'

const PREFIX = '/__sim/cashier'

type Cashier = {
  readonly control: Control
  /** Demo accounts to offer at log-in. */
  readonly accountsFile: string | undefined
  /** Part of the openid of a new person. */
  readonly newName: () => string
  /** A number that nobody in the demo has. */
  readonly newPhone: () => string
}

/**
 * What a browser sees in place of WeChat's own log-in, number and cashier: pages for people, without a script. Each goes
 * back to `return`, an address of the host it was opened from, with `code`, `phoneCode` or `outcome`.
 */
export function cashierRoutes(app: FastifyInstance, cashier: Cashier): void {
  app.register(
    (scope, _options, done) => {
      scope.setErrorHandler((error, _request, reply) => {
        if (!(error instanceof ControlError)) throw error
        return html(reply.code(error.status), '无法继续', `<p class="sub">${escapeHtml(error.message)}</p>`)
      })
      loginPages(scope, cashier)
      phonePages(scope, cashier)
      payPages(scope, cashier)
      done()
    },
    { prefix: PREFIX },
  )
}

const html = (reply: FastifyReply, title: string, content: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page(title, content))

function loginPages(app: FastifyInstance, { control, accountsFile, newName }: Cashier): void {
  app.get('/login', (request, reply) => {
    const back = returnAddress(request, queryOf(request))
    const known = readAccounts(accountsFile).map(({ openid, nickname, phone }) =>
      choice(`${PREFIX}/login`, { label: nickname, note: phone }, { return: back, openid }),
    )
    const others = [
      choice(
        `${PREFIX}/login`,
        { label: '新的微信用户', kind: 'main' },
        { return: back, openid: `oNew${newName()}` },
      ),
      choice(`${PREFIX}/login`, { label: '取消', kind: 'quiet' }, { return: back }),
    ]
    const sub = '<p class="sub">选择以谁的微信登录</p>'
    return html(reply, '模拟微信登录', [sub, ...others.slice(0, 1), ...known, ...others.slice(1)].join(''))
  })
  app.post('/login', (request, reply) => {
    const form = formOf(request)
    const back = returnAddress(request, form)
    const { openid } = form
    if (typeof openid !== 'string') return goBack(reply, back, { error: 'cancelled' })
    return goBack(reply, back, { code: control.login({ openid }).js_code })
  })
}

/** Stands in for the `getPhoneNumber` button, which asks whether the app may have the number. */
function phonePages(app: FastifyInstance, { control, accountsFile, newPhone }: Cashier): void {
  app.get('/phone', (request, reply) => {
    const back = returnAddress(request, queryOf(request))
    const offer = (phone: string, kind: 'main' | '' = '') =>
      choice(`${PREFIX}/phone`, { label: phone, kind }, { return: back, phone })
    const known = readAccounts(accountsFile).flatMap(({ phone }) => (phone === '' ? [] : [offer(phone)]))
    const no = choice(`${PREFIX}/phone`, { label: '不允许', kind: 'quiet' }, { return: back })
    const sub = '<p class="sub">小程序申请获取你的手机号，选择一个</p>'
    return html(reply, '模拟微信手机号', [sub, offer(newPhone(), 'main'), no, ...known].join(''))
  })
  app.post('/phone', (request, reply) => {
    const form = formOf(request)
    const back = returnAddress(request, form)
    const { phone } = form
    if (typeof phone !== 'string') return goBack(reply, back, { error: 'cancelled' })
    return goBack(reply, back, { phoneCode: control.phoneCode({ phone }).code })
  })
}

function payPages(app: FastifyInstance, { control }: Cashier): void {
  app.get('/pay', (request, reply) => {
    const query = queryOf(request)
    const back = returnAddress(request, query)
    const client = clientOf(query)
    const prepayId = typeof client.package === 'string' ? client.package.replace(/^prepay_id=/, '') : ''
    const order = control.orders().find(({ prepay_id }) => prepay_id === prepayId)
    if (!order) throw badInput('没有这笔支付')
    const values = { return: back, client: JSON.stringify(client) }
    const ways = [
      choice(`${PREFIX}/pay`, { label: '确认支付', kind: 'main' }, { ...values, do: 'pay' }),
      choice(`${PREFIX}/pay`, { label: '支付失败', kind: 'quiet' }, { ...values, do: 'fail' }),
      choice(`${PREFIX}/pay`, { label: '取消', kind: 'quiet' }, { ...values, do: 'cancel' }),
    ]
    const what = `<p class="sub">${escapeHtml(order.description)}</p><div class="amount">¥${(order.total / 100).toFixed(2)}</div>`
    return html(reply, '模拟微信支付', what + ways.join(''))
  })
  app.post('/pay', async (request, reply) => {
    const form = formOf(request)
    const back = returnAddress(request, form)
    if (form.do !== 'pay')
      return goBack(reply, back, { outcome: form.do === 'fail' ? 'failed' : 'cancelled' })
    const answer = await control.pay({ ...readPay({ client: clientOf(form) }), wait: false })
    return goBack(reply, back, { outcome: answer.paid ? 'paid' : 'failed' })
  })
}

const queryOf = (request: FastifyRequest): Json => request.query as Json

const formOf = (request: FastifyRequest): Json =>
  Object.fromEntries(new URLSearchParams(rawBody(request).toString('utf8')))

function clientOf({ client }: Json): Json {
  const parsed = typeof client === 'string' ? parseJson(Buffer.from(client)) : undefined
  if (!parsed) throw badInput('client must be the JSON of wx.requestPayment')
  return parsed
}

/** Back to where the page was opened, and nowhere else: an open redirect is a trap even in a simulator. */
function returnAddress(request: FastifyRequest, { return: back }: Json): string {
  const url = typeof back === 'string' && URL.canParse(back) ? new URL(back) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.host !== request.headers.host)
    throw badInput('return must be an address of this host')
  return url.href
}

function goBack(reply: FastifyReply, back: string, answer: Readonly<Record<string, string>>): FastifyReply {
  const url = new URL(back)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  return reply.redirect(url.href, 303)
}
