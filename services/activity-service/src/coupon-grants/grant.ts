/** An administrator gives a template's coupons to users, some at a time; each user has a result (A06). */
export type Grant = {
  readonly id: string
  readonly templateId: string
  readonly source: 'ADMIN' | 'COMPENSATION'
  readonly reason: string
  readonly status: 'RUNNING' | 'DONE'
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

export type GrantResult = {
  readonly userId: string
  readonly outcome: 'PENDING' | 'GRANTED' | 'REFUSED'
  /** The error of a refusal. */
  readonly reason: string | null
  readonly couponId: string | null
}

/** A grant with what became of it so far. */
export type GrantProgress = Grant & {
  readonly total: number
  readonly granted: number
  readonly refused: number
  /** The refused first; of many the first thousand. */
  readonly results: readonly GrantResult[]
}
