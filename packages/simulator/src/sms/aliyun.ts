import type { FastifyRequest } from 'fastify'
import { rawBody } from '../pay/mch-route.ts'
import type { Json } from '../pay/rules.ts'
import type { Sim } from '../sim.ts'
import { type Acs3Request, acs3Problem } from './acs3.ts'
import { normalisePhone, receive, templateParams, templateText } from './inbox.ts'
import { limitBroken } from './limits.ts'

const VERSION = '2017-05-25'

type Reply = { status: number; body: Json }

/** POST / of dysmsapi 2017-05-25. Gateway errors are 4xx; the business's own come with 200 and a Code. */
export function aliyunSms(sim: Sim, request: FastifyRequest, usedNonces: Set<string>): Reply {
  const signed = readRequest(request)
  const refuse = (status: number, Code: string, Message: string): Reply => ({
    status,
    body: { RequestId: sim.random.uuid().toUpperCase(), Code, Message, HostId: 'dysmsapi.aliyuncs.com' },
  })
  const problem = acs3Problem(signed, sim.keys.sms.aliyun, sim.clock.wire())
  if (problem) return refuse(problem.status, problem.code, problem.message)
  const nonce = String(signed.headers['x-acs-signature-nonce'])
  if (usedNonces.has(nonce))
    return refuse(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.')
  usedNonces.add(nonce)
  if (signed.headers['x-acs-version'] !== VERSION)
    return refuse(404, 'InvalidVersion', 'Version is not supported.')
  if (signed.headers['x-acs-action'] !== 'SendSms')
    return refuse(404, 'InvalidAction.NotFound', 'No such action.')
  const form = signed.body.length > 0 ? [...new URLSearchParams(signed.body.toString('utf8'))] : []
  return { status: 200, body: sendSms(sim, new Map([...signed.query, ...form])) }
}

function readRequest(request: FastifyRequest): Acs3Request {
  const url = new URL(request.raw.url ?? '/', 'http://sim')
  return {
    method: request.method,
    path: url.pathname,
    query: [...url.searchParams],
    headers: request.headers,
    body: rawBody(request),
  }
}

function sendSms(sim: Sim, fields: Map<string, string>): Json {
  const { aliyun, templates } = sim.keys.sms
  const answer = (Code: string, Message: string, more: Json = {}) => ({
    Code,
    Message,
    RequestId: sim.random.uuid().toUpperCase(),
    ...more,
  })
  const phone = normalisePhone(fields.get('PhoneNumbers') ?? '')
  if (phone === undefined) return answer('isv.MOBILE_NUMBER_ILLEGAL', '非法手机号')
  if (fields.get('SignName') !== aliyun.signName) return answer('isv.SMS_SIGN_ILLEGAL', '短信签名不合法')
  const template = Object.values(templates).find(({ id }) => id === fields.get('TemplateCode'))
  if (!template) return answer('isv.SMS_TEMPLATE_ILLEGAL', '短信模版不合法')
  const params = readParams(fields.get('TemplateParam') ?? '{}')
  if (!params) return answer('isv.INVALID_JSON_PARAM', '参数格式错误，请修改为字符串值')
  const missing = templateParams(template.text).find((name) => params[name] === undefined)
  if (missing !== undefined) return answer('isv.TEMPLATE_MISSING_PARAMETERS', `模板缺少变量${missing}`)
  const limit = limitBroken(sim, phone)
  if (limit) return answer('isv.BUSINESS_LIMIT_CONTROL', `触发${SPANS[limit]}级流控`)
  const message = receive(sim, {
    provider: 'aliyun',
    phone,
    sign_name: aliyun.signName,
    template_id: template.id,
    params,
    text: templateText(template.text, params),
    out_id: fields.get('OutId') ?? null,
  })
  return answer('OK', 'OK', { BizId: message.id })
}

const SPANS = { minute: '分钟', hour: '小时', day: '天' }

function readParams(text: string): Record<string, string> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
    return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
  } catch {
    return undefined
  }
}
