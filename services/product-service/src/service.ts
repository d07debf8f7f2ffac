import {
  ProductPriceChanged,
  ProductPublished,
  ProductUnpublished,
  ProductUpdated,
  StockCommitted,
  StockLow,
  StockReleased,
  StockReservationFailed,
  StockReserved,
  StockRestocked,
} from '@linli/proto/product'
import { defineService } from '@linli/service'
import { Config } from './config.ts'
import { createDeps } from './deps.ts'
import { productRpc } from './products/product.rpc.ts'
import { productMachine } from './products/product.ts'
import { sweepReservations } from './reservations/reservation.jobs.ts'
import { reservationSubscriptions } from './reservations/reservation.subscriptions.ts'
import { reservationMachine } from './reservations/reservation.ts'

export const productService = defineService({
  name: 'product',
  config: Config,
  deps: createDeps,
  http: [],
  grpc: [productRpc],
  publishes: [
    ProductPublished,
    ProductUnpublished,
    ProductPriceChanged,
    ProductUpdated,
    StockReserved,
    StockReservationFailed,
    StockReleased,
    StockCommitted,
    StockRestocked,
    StockLow,
  ],
  events: (deps) => reservationSubscriptions(deps),
  jobs: [sweepReservations],
  machines: [productMachine, reservationMachine],
})
