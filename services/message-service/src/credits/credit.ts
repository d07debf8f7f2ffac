/** What `wx.requestSubscribeMessage` reports per template; `filter` = WeChat did not ask. */
export const RESULTS = ['accept', 'reject', 'ban', 'filter'] as const
export type Result = (typeof RESULTS)[number]

export type CreditReason = 'ACCEPT' | 'REJECT' | 'BAN' | 'SEND' | 'EXHAUSTED'

/** What a prompt's result means for the ledger; a prompt that was not shown means nothing. */
export const REASON_OF: Readonly<Record<Result, CreditReason | undefined>> = {
  accept: 'ACCEPT',
  reject: 'REJECT',
  ban: 'BAN',
  filter: undefined,
}

export type Credit = { readonly templateId: string; readonly credits: number; readonly banned: boolean }

/** The credit after a step: −1 for a message, none when WeChat or the user says so, a new one lifts a ban. */
export function creditAfter(credit: Pick<Credit, 'credits' | 'banned'>, reason: CreditReason) {
  switch (reason) {
    case 'ACCEPT':
      return { credits: credit.credits + 1, banned: false }
    case 'REJECT':
      return { ...credit }
    case 'SEND':
      return { ...credit, credits: Math.max(0, credit.credits - 1) }
    case 'EXHAUSTED':
      return { ...credit, credits: 0 }
    case 'BAN':
      return { credits: 0, banned: true }
  }
}
