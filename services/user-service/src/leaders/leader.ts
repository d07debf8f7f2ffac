import { defineMachine } from '@linli/core'
import type { Vault } from '../personal-data/vault.ts'

/** Somebody who was turned down applies anew: what was decided stays as it was. */
export const leaderMachine = defineMachine('leader', 'APPLIED', {
  APPLIED: { approve: 'APPROVED', reject: 'REJECTED', quit: 'QUIT' },
  APPROVED: { activate: 'ACTIVE', quit: 'QUIT' },
  ACTIVE: { suspend: 'SUSPENDED', quit: 'QUIT' },
  SUSPENDED: { activate: 'ACTIVE', quit: 'QUIT' },
  REJECTED: {},
  QUIT: {},
})

export type LeaderStatus = (typeof leaderMachine)['states'][number]

/** What tells who applies and where parcels would wait; stored as one sealed text. */
export type LeaderContact = {
  readonly contactName: string
  readonly contactPhone: string
  readonly pickupAddress: string
}

/** What a resident hands in (product.md U15). */
export type LeaderApplication = {
  readonly userId: string
  readonly communityId: string
  readonly sealed: string | null
  readonly introduction: string
  /** Of the place, looked at by product-service. */
  readonly photoUrls: readonly string[]
}

export type Leader = LeaderApplication & {
  readonly id: string
  readonly status: LeaderStatus
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export type LeaderStep = {
  readonly event: string
  readonly toStatus: LeaderStatus
  readonly reason: string
  readonly actorId: string | null
  readonly at: Date
}

const NOBODY: LeaderContact = { contactName: '', contactPhone: '', pickupAddress: '' }

export function contactOf({ sealed }: Pick<Leader, 'sealed'>, vault: Vault): LeaderContact {
  return sealed === null ? NOBODY : (JSON.parse(vault.open(sealed)) as LeaderContact)
}
