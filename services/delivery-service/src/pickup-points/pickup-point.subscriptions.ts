import { on } from '@linli/events'
import { LeaderStatus, LeaderStatusChanged } from '@linli/proto/user'
import type { Work } from '../deps.ts'
import { pausePickupPoints } from './pause-pickup-points.ts'

const ENDED: readonly LeaderStatus[] = [LeaderStatus.SUSPENDED, LeaderStatus.QUIT]

export const pickupPointSubscriptions = [
  on(LeaderStatusChanged, (work: Work, { leaderId }) => pausePickupPoints(work, leaderId), {
    concerns: ({ status }) => ENDED.includes(status),
  }),
]
