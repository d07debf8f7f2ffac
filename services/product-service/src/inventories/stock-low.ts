import { type DomainEvent, happened } from '@linli/core'
import { StockLow } from '@linli/proto/product'

/** A level that has just fallen to its threshold. */
export type LowLevel = {
  readonly skuId: string
  readonly productId: string
  readonly merchantId: string
  readonly productName: string
  readonly specText: string
  readonly warehouseId: string
  readonly available: number
  readonly threshold: number
}

/** P12: told once per crossing; `low_alert` in the database keeps the hysteresis. */
export function stockLowEvent(level: LowLevel, at: Date): DomainEvent {
  const about = { aggregateType: 'inventory', aggregateId: `${level.skuId}/${level.warehouseId}` }
  return happened(StockLow, about, {
    skuId: level.skuId,
    productId: level.productId,
    merchantId: level.merchantId,
    productName: level.productName,
    specText: level.specText,
    warehouseId: level.warehouseId,
    availableQty: level.available,
    thresholdQty: level.threshold,
    occurredAt: at,
    version: 0,
  })
}
