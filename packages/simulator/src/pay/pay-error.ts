export type ErrorDetail = {
  field: string
  value: unknown
  issue: string
  location: 'body' | 'url' | 'query'
}

export type PayErrorFacts = {
  message: string
  detail?: ErrorDetail
  /** The detailed error number that ends the Request-ID. */
  numeric?: number
}

/** A refusal of the pay API: 4xx/5xx, unsigned, `{code, message, detail?}`. */
export class PayError extends Error {
  readonly status: number
  readonly code: string
  readonly facts: PayErrorFacts

  constructor(status: number, code: string, facts: PayErrorFacts) {
    super(facts.message)
    this.status = status
    this.code = code
    this.facts = facts
  }
}

export const signError = (message: string): PayError =>
  new PayError(401, 'SIGN_ERROR', { message, numeric: 268443699 })

export const paramError = (message: string, detail?: ErrorDetail, numeric = 268435461): PayError =>
  new PayError(400, 'PARAM_ERROR', detail ? { message, detail, numeric } : { message, numeric })

export const invalidRequest = (message: string, numeric = 268435461): PayError =>
  new PayError(400, 'INVALID_REQUEST', { message, numeric })

export const orderPaid = (): PayError =>
  new PayError(400, 'ORDERPAID', { message: '该订单已支付', numeric: 268449538 })

export const orderClosed = (): PayError =>
  new PayError(400, 'ORDER_CLOSED', { message: '该订单已失效', numeric: 268447914 })

export const orderMissing = (): PayError =>
  new PayError(404, 'ORDER_NOT_EXIST', { message: '订单不存在', numeric: 268512771 })

export const resourceMissing = (message: string): PayError =>
  new PayError(404, 'RESOURCE_NOT_EXISTS', { message, numeric: 268512771 })

export const tooFrequent = (message: string): PayError =>
  new PayError(429, 'FREQUENCY_LIMITED', { message, numeric: 268447840 })
