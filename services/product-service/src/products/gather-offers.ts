import type { Deps } from '../deps.ts'
import { type Buyer, loadSkuOffers } from './sku-offer.store.ts'
import type { SkuOffer } from './sku-offer.ts'

/** The SKUs of a product as this buyer may buy them now; none when the product was never shown. */
export async function gatherOffers(
  { sql }: Pick<Deps, 'sql'>,
  productId: string,
  buyer: Buyer,
): Promise<SkuOffer[]> {
  const offers = await loadSkuOffers(sql, { productIds: [productId] }, buyer)
  return offers.filter(({ status }) => status === 'ON_SALE' || status === 'OFF_SALE')
}

/** One SKU as this buyer may buy it now; undefined when there is none of that id. */
export async function gatherSkuOffer(
  { sql }: Pick<Deps, 'sql'>,
  skuId: string,
  buyer: Buyer,
): Promise<SkuOffer | undefined> {
  const [offer] = await loadSkuOffers(sql, { skuIds: [skuId] }, buyer)
  return offer
}
