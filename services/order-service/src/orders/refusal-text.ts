import type { PromotionLockFailed } from '@linli/proto/activity'
import type { SlotReservationFailed } from '@linli/proto/delivery'
import type { PointsFreezeFailed } from '@linli/proto/points'
import type { StockReservationFailed } from '@linli/proto/product'

// The exact line that stopped the order, as the user reads it (product.md §9.3).

export function stockDetail({ shortages, excesses }: StockReservationFailed): string {
  const short = shortages.map((line) => `${line.productName} ${line.specText} 仅剩 ${line.available} 件`)
  const above = excesses.map(
    (line) => `${line.productName} 限购 ${line.limit} 件，已购 ${line.alreadyBought} 件`,
  )
  return [...short, ...above].join('；') || '库存不足'
}

export const promotionDetail = ({ name }: PromotionLockFailed): string =>
  name ? `${name} 不可用` : '优惠不可用'

export const pointsDetail = ({ available }: PointsFreezeFailed): string => `可用积分仅 ${available}`

const SLOT_TEXT: Partial<Record<SlotReservationFailed['reason'], string>> = {
  FULL: '该时段已约满',
  CUTOFF_PASSED: '该时段已截单',
}

export const slotDetail = ({ reason }: SlotReservationFailed): string => SLOT_TEXT[reason] ?? '该时段不可用'
