import type { FastifyRequest } from 'fastify'
import { parseJson } from '../mini-program/replies.ts'
import { rawBody } from '../pay/mch-route.ts'
import type { Json } from '../pay/rules.ts'
import type { Sim } from '../sim.ts'
import { normalisePhone, receive, templateParams, templateText } from './inbox.ts'
import { type LimitBroken, limitBroken } from './limits.ts'
import { tc3Problem } from './tc3.ts'

const VERSION = '2021-01-11'
const MAX_NUMBERS = 200

const LIMIT_CODES: Record<LimitBroken, string> = {
  minute: 'LimitExceeded.PhoneNumberThirtySecondLimit',
  hour: 'LimitExceeded.PhoneNumberOneHourLimit',
  day: 'LimitExceeded.PhoneNumberDailyLimit',
}

/** POST / of sms 2021-01-11. HTTP is always 200; errors are in Response.Error or per number. */
export function tencentSms(sim: Sim, request: FastifyRequest): Json {
  const body = rawBody(request)
  const path = (request.raw.url ?? '/').split('?')[0] ?? '/'
  const RequestId = sim.random.uuid()
  const fail = (Code: string, Message: string) => ({ Response: { Error: { Code, Message }, RequestId } })
  const signed = { method: request.method, path, headers: request.headers, body }
  const problem = tc3Problem(signed, sim.keys.sms.tencent, sim.clock.wire())
  if (problem) return fail(problem.code, problem.message)
  if (request.headers['x-tc-version'] !== VERSION) return fail('NoSuchVersion', 'The version does not exist')
  if (request.headers['x-tc-action'] !== 'SendSms') return fail('InvalidAction', 'The action does not exist')
  const input = parseJson(body)
  const numbers = input?.PhoneNumberSet
  if (!input || !Array.isArray(numbers) || numbers.length === 0)
    return fail('InvalidParameter', 'PhoneNumberSet')
  if (numbers.length > MAX_NUMBERS) return fail('LimitExceeded.PhoneNumberCountLimit', 'too many numbers')
  if (input.SmsSdkAppId !== sim.keys.sms.tencent.sdkAppId) {
    return fail('UnauthorizedOperation.SmsSdkAppIdVerifyFail', 'SmsSdkAppId is wrong')
  }
  return {
    Response: { SendStatusSet: numbers.map((number) => sendOne(sim, input, String(number))), RequestId },
  }
}

function sendOne(sim: Sim, input: Json, number: string): Json {
  const { tencent, templates } = sim.keys.sms
  const status = (Code: string, Message: string, SerialNo = '') => ({
    SerialNo,
    PhoneNumber: number,
    Fee: SerialNo === '' ? 0 : 1,
    SessionContext: String(input.SessionContext ?? ''),
    Code,
    Message,
    IsoCode: 'CN',
  })
  const phone = normalisePhone(number)
  if (phone === undefined)
    return status('InvalidParameterValue.IncorrectPhoneNumber', 'incorrect phone number')
  if (input.SignName !== tencent.signName) {
    return status('FailedOperation.SignatureIncorrectOrUnapproved', 'signature is not approved')
  }
  const template = Object.values(templates).find(({ id }) => id === input.TemplateId)
  if (!template) return status('FailedOperation.TemplateIncorrectOrUnapproved', 'template is not approved')
  const values = Array.isArray(input.TemplateParamSet) ? input.TemplateParamSet.map(String) : []
  const names = templateParams(template.text)
  if (values.length !== names.length) {
    return status('FailedOperation.TemplateParamSetNotMatchApprovedTemplate', 'parameters do not match')
  }
  const limit = limitBroken(sim, phone)
  if (limit) return status(LIMIT_CODES[limit], 'the number of messages exceeds the limit')
  const params = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
  const message = receive(sim, {
    provider: 'tencent',
    phone,
    sign_name: tencent.signName,
    template_id: template.id,
    params,
    text: templateText(template.text, params),
    out_id: null,
  })
  return status('Ok', 'send success', message.id)
}
