import type { Fen, Id } from '@linli/core'
import type { OrderLine, StorageType } from '@linli/proto/order'

export type LineSnapshot = {
  readonly productName: string
  readonly specText: string
  readonly imageUrl: string
  readonly categoryIds: readonly string[]
  readonly unit: string
  readonly storageType: StorageType
}

/** One line with its share of every discount, stored at creation and never derived again (product.md §1). */
export type Line = {
  readonly id: Id<'OrderLine'>
  readonly skuId: string
  readonly productId: string
  readonly qty: number
  readonly unitPriceFen: Fen
  readonly activityDiscountFen: Fen
  readonly memberDiscountFen: Fen
  readonly fullReductionFen: Fen
  readonly couponDiscountFen: Fen
  readonly pointsDiscountFen: Fen
  readonly merchantDiscountFen: Fen
  readonly payableFen: Fen
  readonly points: number
  readonly promotionId: string | null
  readonly fullReductionId: string | null
  readonly weightG: number
  readonly volumeCm3: number
  readonly pickedQty: number
  readonly refundedQty: number
  readonly refundedFen: Fen
  readonly snapshot: LineSnapshot
}

/** The line as events and queries tell it. */
export function toLineMessage(order: { id: string; merchantId: string }, line: Line): OrderLine {
  const { snapshot, id, promotionId, fullReductionId, merchantDiscountFen: _, ...amounts } = line
  return {
    ...amounts,
    ...snapshot,
    categoryIds: [...snapshot.categoryIds],
    orderId: order.id,
    lineId: id,
    merchantId: order.merchantId,
    promotionId: promotionId ?? undefined,
    fullReductionId: fullReductionId ?? undefined,
  }
}

const TITLE_CHARACTERS = 20

/** `番茄 等3件`: what people read in lists, notices and on WeChat's bill. */
export function titleOf(lines: readonly { qty: number; snapshot: { productName: string } }[]): string {
  const count = lines.reduce((sum, { qty }) => sum + qty, 0)
  const name = [...(lines[0]?.snapshot.productName ?? '')].slice(0, TITLE_CHARACTERS).join('')
  return count > 1 ? `${name} 等${count}件` : name
}
