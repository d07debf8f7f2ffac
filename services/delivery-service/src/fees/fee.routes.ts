import { created, Envelope, type Routes, userOf } from '@linli/http'
import type { Static } from 'typebox'
import type { Deps } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { FeeQuoteView, QuoteBody, toFeeQuoteView } from './fee.schema.ts'
import { gatherFee } from './gather-fee.ts'

/** What delivery would cost (D05); the settlement asks the same over gRPC. */
export const feeRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/delivery-fees/quotes',
    {
      config: { audience: 'user' },
      schema: {
        operationId: 'quoteDeliveryFee',
        summary:
          'The fee for some goods at a place, itemised; without an address an estimate for the centre of the community; an area we do not serve is error 1510',
        tags: ['delivery-fees'],
        body: QuoteBody,
        response: { 201: Envelope(FeeQuoteView) },
      },
    },
    async (request, reply) => {
      const quote = await quoteOf(deps, userOf(request).id, request.body)
      if (quote.reason === 'AREA_NOT_SERVED') throw DeliveryErrors.AREA_NOT_SERVED()
      return reply.code(201).send(created(toFeeQuoteView(quote), deps.clock.now()))
    },
  )
}

async function quoteOf(deps: Deps, userId: string, body: Static<typeof QuoteBody>) {
  const { communityId, mode, pickupPointId, addressId, slotId, items } = body
  const [{ skus }, address] = await Promise.all([
    deps.product.batchGetSkus({ skuIds: items.map(({ skuId }) => skuId), communityId, userId }),
    addressId ? deps.user.getAddress({ userId, addressId }) : undefined,
  ])
  const lines = items.map(({ skuId, qty }) => {
    const sku = skus.find((one) => one.skuId === skuId)
    if (!sku) throw DeliveryErrors.SKU_NOT_FOUND({ skuId })
    return { ...sku, weightG: sku.weightG * qty, amountFen: sku.priceFen * qty }
  })
  const place =
    address?.lng !== undefined && address.lat !== undefined
      ? ([address.lng, address.lat] as const)
      : undefined
  const goodsFen = lines.reduce((total, line) => total + line.amountFen, 0)
  return gatherFee(deps, {
    communityId,
    mode,
    pickupPointId,
    place,
    isEstimate: addressId === undefined,
    slotId,
    lines,
    goodsFen,
    freeDelivery: false,
  })
}
