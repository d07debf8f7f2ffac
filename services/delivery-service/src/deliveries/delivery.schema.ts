import { IdSchema, Page, PageQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { ModeSchema } from '../communities/community.schema.ts'
import { MODES } from '../communities/community.ts'
import type { Track } from './delivery.store.ts'
import { type Delivery, type DeliveryLine, deliveryMachine, remainingOf } from './delivery.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Instant = Nullable(Type.String({ format: 'date-time' }))
const Status = Type.Enum([...deliveryMachine.states])

export const LineView = Type.Object(
  {
    lineId: IdSchema,
    skuId: IdSchema,
    productName: Type.String(),
    specText: Type.String(),
    imageUrl: Type.String(),
    storageType: Type.String(),
    qty: Type.Integer(),
    pickedQty: Type.Integer(),
    heldQty: Type.Integer(),
    cancelledQty: Type.Integer(),
    /** May be handed out now. */
    remainingQty: Type.Integer(),
  },
  { title: 'LineView' },
)

export const DeliveryView = Type.Object(
  {
    id: IdSchema,
    orderId: IdSchema,
    orderNo: Type.String(),
    mode: ModeSchema,
    status: Status,
    title: Type.String(),
    itemCount: Type.Integer(),
    storageType: Type.String(),
    lines: Type.Array(LineView),
    pickupPointId: Nullable(IdSchema),
    pickupPointName: Nullable(Type.String()),
    slotId: Nullable(IdSchema),
    batchId: Nullable(IdSchema),
    courierName: Nullable(Type.String()),
    expressCompany: Nullable(Type.String()),
    waybillNo: Nullable(Type.String()),
    dispatchedAt: Instant,
    arrivedAt: Instant,
    readyAt: Instant,
    pickupDeadline: Instant,
    completedAt: Instant,
    createdAt: Type.String(),
  },
  { title: 'DeliveryView' },
)

export const DeliveryPage = Page(DeliveryView)
export const DeliveryQuery = Type.Object({ orderId: IdSchema }, { additionalProperties: false })

export const DeskQuery = Type.Object(
  {
    status: Type.Optional(Status),
    /** At the point and not, or not wholly, collected. */
    waiting: Type.Optional(Type.Literal(true)),
    pickupPointId: Type.Optional(IdSchema),
    batchId: Type.Optional(IdSchema),
    orderNo: Type.Optional(Type.String({ maxLength: 32 })),
    ...PageQuery,
  },
  { additionalProperties: false },
)

export const TracksView = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        event: Type.String(),
        status: Type.String(),
        actorType: Type.String(),
        actorName: Nullable(Type.String()),
        at: Type.String(),
      }),
    ),
  },
  { title: 'TracksView' },
)

const toLineView = (line: DeliveryLine): Static<typeof LineView> => ({
  lineId: line.id,
  skuId: line.skuId,
  productName: line.productName,
  specText: line.specText,
  imageUrl: line.imageUrl,
  storageType: line.storageType,
  qty: line.qty,
  pickedQty: line.pickedQty,
  heldQty: line.heldQty,
  cancelledQty: line.cancelledQty,
  remainingQty: remainingOf(line),
})

const instant = (at: Date | null): string | null => at?.toISOString() ?? null

export const toDeliveryView = (delivery: Delivery): Static<typeof DeliveryView> => ({
  id: delivery.id,
  orderId: delivery.orderId,
  orderNo: delivery.orderNo,
  mode: MODES.find((mode) => mode === delivery.mode) ?? 'SELF_PICKUP',
  status: delivery.status,
  title: delivery.title,
  itemCount: delivery.itemCount,
  storageType: delivery.storageType,
  lines: delivery.lines.map(toLineView),
  pickupPointId: delivery.pickupPointId,
  pickupPointName: delivery.pickupPointName,
  slotId: delivery.slotId,
  batchId: delivery.batchId,
  courierName: delivery.courierName,
  expressCompany: delivery.expressCompany,
  waybillNo: delivery.waybillNo,
  dispatchedAt: instant(delivery.dispatchedAt),
  arrivedAt: instant(delivery.arrivedAt),
  readyAt: instant(delivery.readyAt),
  pickupDeadline: instant(delivery.pickupDeadline),
  completedAt: instant(delivery.completedAt),
  createdAt: delivery.createdAt.toISOString(),
})

export const toTracksView = (tracks: readonly Track[]): Static<typeof TracksView> => ({
  items: tracks.map(({ event, toStatus, actorType, actorName, at }) => ({
    event,
    status: toStatus,
    actorType,
    actorName,
    at: at.toISOString(),
  })),
})
