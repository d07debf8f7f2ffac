import { defineMachine } from '@linli/core'

/** Earned points wait until the after-sale window is over (J06). */
export const grantMachine = defineMachine('points-grant', 'PENDING', {
  PENDING: { settle: 'AVAILABLE', revoke: 'REVOKED' },
  AVAILABLE: { revoke: 'REVOKED' },
  REVOKED: {},
})

export type Grant = {
  readonly orderId: string
  readonly userId: string
  readonly points: number
  readonly status: (typeof grantMachine.states)[number]
  readonly ruleVersion: number
}
