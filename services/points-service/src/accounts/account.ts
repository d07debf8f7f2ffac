export type Account = {
  readonly userId: string
  readonly available: number
  readonly frozen: number
  readonly pending: number
  /** Taken back beyond the balance; offset by the next earnings, never shown as negative. */
  readonly debt: number
  readonly accountFrozen: boolean
  readonly version: number
}

export const emptyAccount = (userId: string): Account => ({
  userId,
  available: 0,
  frozen: 0,
  pending: 0,
  debt: 0,
  accountFrozen: false,
  version: 0,
})

/** What a ledger row does to the four balances. */
export type Movement = {
  readonly available: number
  readonly frozen: number
  readonly pending: number
  readonly debt: number
}

const NOTHING: Movement = { available: 0, frozen: 0, pending: 0, debt: 0 }

export const freezing = (points: number): Movement => ({ ...NOTHING, available: -points, frozen: points })
export const unfreezing = (points: number): Movement => ({ ...NOTHING, available: points, frozen: -points })
export const consuming = (points: number): Movement => ({ ...NOTHING, frozen: -points })
export const granting = (points: number): Movement => ({ ...NOTHING, pending: points })

/** What an administrator gives pays off a debt first; what is taken was spendable. */
export function adjusting(points: number, debt: number): Movement {
  const offset = Math.max(0, Math.min(points, debt))
  return { ...NOTHING, available: points - offset, debt: offset === 0 ? 0 : -offset }
}

/** Pending points become spendable; a debt is paid off first. */
export function settling(points: number, debt: number): Movement {
  const offset = Math.min(points, debt)
  return { ...NOTHING, pending: -points, available: points - offset, debt: offset === 0 ? 0 : -offset }
}
