import { on } from '@linli/events'
import { AftersaleApproved } from '@linli/proto/order'
import type { Deps, Work } from '../deps.ts'
import { refundAfterSale } from './refund-after-sale.ts'

export const refundSubscriptions = ({ numberPrefix }: Deps) => [
  on(AftersaleApproved, (work: Work, event) => refundAfterSale(work, event, { numberPrefix })),
]
