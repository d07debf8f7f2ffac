import type { Sku } from '@linli/proto/product'
import type { Deps } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import type { Quote } from '../settlements/quote.ts'
import type { OrderSnapshot, Recipient } from './order.ts'
import type { LineSnapshot } from './order-line.ts'

export type Contact = { readonly name: string; readonly phone: string }

export type PlacingFacts = {
  readonly names: ReadonlyMap<string, LineSnapshot>
  readonly snapshot: OrderSnapshot
  readonly recipientSealed: string | null
}

/**
 * What must be asked when an order is placed: whether the goods still are what was quoted, and the names and places
 * to keep. Coupon, points and slot are asked by the saga, in their owners' transactions.
 * @throws PRICE_CHANGED with the difference, SKU_NOT_AVAILABLE, or the peer's error
 */
export async function gatherPlacing(
  deps: Deps,
  quote: Quote,
  contact: Contact | undefined,
): Promise<PlacingFacts> {
  const { userId, communityId, merchantId } = quote
  const skuIds = quote.lines.map(({ skuId }) => skuId)
  const [{ skus }, place] = await Promise.all([
    deps.product.batchGetSkus({ skuIds, communityId, userId }),
    gatherPlace(deps, quote, contact),
  ])
  const live = new Map(skus.map((sku) => [sku.skuId, sku]))
  assertAsQuoted(quote, live)
  return {
    names: new Map(skus.map((sku) => [sku.skuId, snapshotOf(sku)])),
    snapshot: {
      merchantName: await deps.names.merchant(merchantId),
      ...place.snapshot,
      ...(quote.promotionVersion && { promotionVersion: quote.promotionVersion }),
      ...(quote.feeRuleVersion && { feeRuleVersion: quote.feeRuleVersion }),
      ...(quote.pointsRuleVersion && { pointsRuleVersion: quote.pointsRuleVersion }),
    },
    recipientSealed: place.recipient ? deps.vault.seal(JSON.stringify(place.recipient)) : null,
  }
}

function assertAsQuoted(quote: Quote, live: ReadonlyMap<string, Sku>): void {
  const gone = quote.lines.filter(
    ({ skuId }) => !live.get(skuId)?.purchasable && live.get(skuId)?.reason !== 'OUT_OF_STOCK',
  )
  if (gone.length > 0) {
    const items = gone.map(({ skuId }) => ({ skuId, reason: live.get(skuId)?.reason ?? 'NOT_FOUND' }))
    throw OrderErrors.SKU_NOT_AVAILABLE({ items })
  }
  const changes = quote.lines.flatMap((line) => {
    const sku = live.get(line.skuId)
    if (!sku || sku.priceVersion === line.priceVersion) return []
    return [
      { skuId: line.skuId, productName: sku.productName, quotedFen: line.unitPriceFen, nowFen: sku.priceFen },
    ]
  })
  if (changes.length > 0) throw OrderErrors.PRICE_CHANGED({ changes })
}

const snapshotOf = (sku: Sku): LineSnapshot => ({
  productName: sku.productName,
  specText: sku.specText,
  imageUrl: sku.imageUrl,
  categoryIds: sku.categoryIds,
  unit: sku.unit,
  storageType: sku.storageType,
})

type PlaceFacts = { snapshot: Omit<OrderSnapshot, 'merchantName'>; recipient: Recipient | null }

async function gatherPlace(deps: Deps, quote: Quote, contact: Contact | undefined): Promise<PlaceFacts> {
  const { userId, communityId, pickupPointId, addressId, slotId } = quote
  const [communityName, point, address, slot] = await Promise.all([
    deps.names.community(communityId),
    pickupPointId ? deps.names.pickupPoint(pickupPointId) : undefined,
    addressId ? deps.user.getAddress({ userId, addressId }) : undefined,
    slotId ? deps.names.slot(slotId) : undefined,
  ])
  const snapshot = {
    communityName,
    ...(point && { pickupPointName: point.name, pickupPointAddress: point.address }),
    ...(slot && {
      slotLabel: `${slot.date} ${slot.label}`,
      slotStartsAt: slot.startsAt.toISOString(),
      slotEndsAt: slot.endsAt.toISOString(),
    }),
    ...(address && { addressId: address.addressId }),
    ...(address?.lng !== undefined && { lng: address.lng }),
    ...(address?.lat !== undefined && { lat: address.lat }),
  }
  if (address) {
    return {
      snapshot,
      recipient: { name: address.recipientName, phone: address.phone, address: address.fullText },
    }
  }
  return { snapshot, recipient: contact ? { ...contact, address: point?.address ?? '' } : null }
}
