import { defineMachine } from '@linli/core'

/** product.md §6.7; REJECTED is the tombstone of an unfreeze that came before its freeze. */
export const holdMachine = defineMachine('points-hold', 'FROZEN', {
  FROZEN: { consume: 'CONSUMED', unfreeze: 'UNFROZEN' },
  CONSUMED: {},
  UNFROZEN: {},
  REJECTED: {},
})

export type HoldStatus = (typeof holdMachine.states)[number]

export type Hold = {
  readonly orderId: string
  readonly userId: string | null
  readonly points: number
  readonly status: HoldStatus
  readonly createdAt: Date
  readonly updatedAt: Date
}
