/** The 128 bits of a UUID in 25 characters: 32 hex digits leave no room for a prefix (≤ 32 characters). */
const short = (id: string): string =>
  BigInt(`0x${id.replaceAll('-', '')}`)
    .toString(36)
    .padStart(25, '0')

const hex = (id: string): string => id.replaceAll('-', '')

/** Ours at the provider, unique for ever; the prefix keeps environments apart. */
export const outTradeNoOf = (prefix: string, attemptId: string): string => `${prefix}${short(attemptId)}`

/** Refund numbers are derived, never drawn: a retry after a crash must name the same one (T10, Y06-Y08). */
export const refundNumbers = {
  afterSale: (prefix: string, aftersaleId: string) => `${prefix}AS${hex(aftersaleId)}`,
  latePaid: (prefix: string, paymentId: string) => `${prefix}LP${hex(paymentId)}`,
  duplicatePaid: (prefix: string, attemptId: string) => `${prefix}DP${hex(attemptId)}`,
  quarantined: (prefix: string, paymentId: string) => `${prefix}QP${hex(paymentId)}`,
}

/** Only a refund that the provider has closed gets another number. */
export const outRefundNoOf = (refundNo: string, number: number): string =>
  number === 1 ? refundNo : `${refundNo}-${number}`
