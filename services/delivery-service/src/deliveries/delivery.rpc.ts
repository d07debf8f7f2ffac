import { implement } from '@linli/grpc'
import {
  type Community as CommunityMessage,
  type Delivery as DeliveryMessage,
  DeliveryQueryDefinition,
} from '@linli/proto/delivery'
import type { Community } from '../communities/community.ts'
import { gatherCommunity, gatherHolder, gatherNearby } from '../communities/gather-community.ts'
import { metresBetween } from '../communities/geo.ts'
import type { Deps } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { gatherFee } from '../fees/gather-fee.ts'
import { gatherPoint, gatherPoints } from '../pickup-points/gather-pickup-point.ts'
import { toPointMessage } from '../pickup-points/pickup-point.ts'
import { gatherCutoff, gatherSlot, gatherSlots } from '../slots/gather-slots.ts'
import { toSlotMessage } from '../slots/slot.ts'
import { type Delivery, toLineMessage } from './delivery.ts'
import { gatherOrderDelivery } from './gather-deliveries.ts'

/** Every question that other services ask this one (product.md §8). */
export const deliveryRpc = implement(DeliveryQueryDefinition, (deps: Deps) => {
  const now = () => deps.clock.now()
  const asOfMs = () => now().getTime()
  return {
    async getCommunity({ communityId }) {
      return toCommunityMessage(await gatherCommunity(deps, communityId), now())
    },
    async resolveCommunity({ lng, lat }) {
      const [holder, nearby] = await Promise.all([
        gatherHolder(deps, [lng, lat]),
        gatherNearby(deps, [lng, lat]),
      ])
      return {
        communityId: holder?.id,
        nearby: nearby.map(({ community, distanceM }) => ({
          communityId: community.id,
          name: community.name,
          distanceM,
          open: community.status === 'OPEN',
        })),
        asOfMs: asOfMs(),
      }
    },
    async getPickupPoint({ pickupPointId }) {
      return toPointMessage(await gatherPoint(deps, pickupPointId), now())
    },
    async batchGetPickupPoints({ pickupPointIds }) {
      const points = await gatherPoints(deps, pickupPointIds)
      const found = new Set(points.map(({ id }) => id))
      return {
        pickupPoints: points.map((point) => toPointMessage(point, now())),
        missingIds: pickupPointIds.filter((id) => !found.has(id)),
        asOfMs: asOfMs(),
      }
    },
    async quoteFee({ lng, lat, ...question }) {
      const place = lng !== undefined && lat !== undefined ? ([lng, lat] as const) : undefined
      return gatherFee(deps, { ...question, place })
    },
    async listSlots({ fromDate, ...question }) {
      const { slots, point } = await gatherSlots(deps, { ...question, from: fromDate })
      return {
        slots: slots.map((slot) => toSlotMessage(slot, now())),
        pickupPoint: point && toPointMessage(point, now()),
        asOfMs: asOfMs(),
      }
    },
    async getSlot({ slotId }) {
      return toSlotMessage(await gatherSlot(deps, slotId), now())
    },
    async getDeliveryByOrder({ orderId }) {
      const delivery = await gatherOrderDelivery(deps, orderId)
      if (!delivery) throw DeliveryErrors.DELIVERY_NOT_FOUND({ orderId })
      return toDeliveryMessage(delivery, asOfMs())
    },
    async getCutoff({ communityId, mode, at }) {
      return gatherCutoff(deps, { communityId, mode, at: at ?? now() })
    },
    async checkServiceArea({ lng, lat, communityId, mode }) {
      const holder = await gatherHolder(deps, [lng, lat])
      const counts = holder && (communityId === undefined || holder.id === communityId)
      if (!counts || holder.status !== 'OPEN')
        return { served: false, reason: 'AREA_NOT_SERVED' as const, asOfMs: asOfMs() }
      const offered = mode === undefined || holder.deliveryModes.some((one) => one === mode)
      return {
        served: offered,
        communityId: holder.id,
        warehouseId: holder.warehouseId,
        reason: offered ? undefined : ('MODE_NOT_OFFERED' as const),
        distanceM: metresBetween([holder.lng, holder.lat], [lng, lat]),
        asOfMs: asOfMs(),
      }
    },
  }
})

const toCommunityMessage = (community: Community, at: Date): CommunityMessage => ({
  communityId: community.id,
  name: community.name,
  city: community.city,
  district: community.district,
  address: community.address,
  lng: community.lng,
  lat: community.lat,
  open: community.status === 'OPEN',
  warehouseId: community.warehouseId,
  leaderId: community.leaderId ?? undefined,
  deliveryModes: [...community.deliveryModes],
  defaultPickupPointId: community.defaultPickupPointId ?? undefined,
  version: community.version,
  asOfMs: at.getTime(),
})

const toDeliveryMessage = (delivery: Delivery, asOfMs: number): DeliveryMessage => ({
  taskId: delivery.id,
  orderId: delivery.orderId,
  orderNo: delivery.orderNo,
  userId: delivery.userId,
  merchantId: delivery.merchantId,
  mode: delivery.mode,
  status: delivery.status,
  lines: delivery.lines.map(toLineMessage),
  pickupPointId: delivery.pickupPointId ?? undefined,
  pickupPointName: delivery.pickupPointName ?? undefined,
  slotId: delivery.slotId ?? undefined,
  batchId: delivery.batchId ?? undefined,
  courierId: delivery.courierId ?? undefined,
  courierName: delivery.courierName ?? undefined,
  expressCompany: delivery.expressCompany ?? undefined,
  waybillNo: delivery.waybillNo ?? undefined,
  dispatchedAt: delivery.dispatchedAt ?? undefined,
  arrivedAt: delivery.arrivedAt ?? undefined,
  readyAt: delivery.readyAt ?? undefined,
  pickupDeadline: delivery.pickupDeadline ?? undefined,
  completedAt: delivery.completedAt ?? undefined,
  version: delivery.version,
  asOfMs,
})
