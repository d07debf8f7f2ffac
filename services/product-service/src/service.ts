import {
  ProductPriceChanged,
  ProductPublished,
  ProductUnpublished,
  ProductUpdated,
  StockCommitted,
  StockLow,
  StockReleased,
  StockReplenished,
  StockReservationFailed,
  StockReserved,
  StockRestocked,
} from '@linli/proto/product'
import { defineService } from '@linli/service'
import { catalogueRoutes } from './catalogue/catalogue.routes.ts'
import { categoryRoutes } from './categories/category.routes.ts'
import { Config } from './config.ts'
import { createDeps } from './deps.ts'
import { inventoryRoutes } from './inventories/inventory.routes.ts'
import { adminProductRoutes } from './products/admin-product.routes.ts'
import { merchantProductRoutes } from './products/merchant-product.routes.ts'
import { countSales, followSchedules } from './products/product.jobs.ts'
import { productRpc } from './products/product.rpc.ts'
import { productMachine } from './products/product.ts'
import { recommendationRoutes } from './recommendations/recommendation.routes.ts'
import { auditStock, sweepReservations } from './reservations/reservation.jobs.ts'
import { reservationRoutes } from './reservations/reservation.routes.ts'
import { reservationSubscriptions } from './reservations/reservation.subscriptions.ts'
import { reservationMachine } from './reservations/reservation.ts'
import { searchRoutes } from './searches/search.routes.ts'
import { searchSubscriptions } from './searches/search.subscriptions.ts'
import { tellSubscribers } from './stock-subscriptions/stock-subscription.jobs.ts'
import { stockSubscriptionRoutes } from './stock-subscriptions/stock-subscription.routes.ts'
import { uploadRoutes } from './uploads/upload.routes.ts'
import { warehouseRoutes } from './warehouses/warehouse.routes.ts'

export const productService = defineService({
  name: 'product',
  config: Config,
  deps: createDeps,
  http: [
    catalogueRoutes,
    categoryRoutes,
    searchRoutes,
    recommendationRoutes,
    merchantProductRoutes,
    adminProductRoutes,
    inventoryRoutes,
    reservationRoutes,
    stockSubscriptionRoutes,
    warehouseRoutes,
    uploadRoutes,
  ],
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
    StockReplenished,
  ],
  events: (deps) => [...reservationSubscriptions(deps), ...searchSubscriptions()],
  jobs: [sweepReservations, followSchedules, countSales, tellSubscribers, auditStock],
  caches: (deps) => ({ catalogue: deps.catalogue.forget }),
  machines: [productMachine, reservationMachine],
})
