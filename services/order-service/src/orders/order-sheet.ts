import { businessTime, type Fen, type Lang } from '@linli/core'
import { BYTE_ORDER_MARK, csvLine } from './csv.ts'
import type { Order, OrderStatus } from './order.ts'
import { maskPhone, type Opener, openRecipient } from './recipient.ts'

type Words<Key extends string> = Readonly<Record<Key, Readonly<Record<Lang, string>>>>

const STATUS: Words<OrderStatus> = {
  CREATED: { zh: '下单中', en: 'Being placed' },
  PENDING_PAYMENT: { zh: '待付款', en: 'To be paid' },
  GROUPING: { zh: '待成团', en: 'Waiting for the group' },
  PREPARING: { zh: '待备货', en: 'Being prepared' },
  DELIVERING: { zh: '配送中', en: 'On its way' },
  READY_FOR_PICKUP: { zh: '待取货', en: 'Ready for pickup' },
  COMPLETED: { zh: '已完成', en: 'Completed' },
  CLOSED: { zh: '已关闭', en: 'Closed' },
}
const REFUND: Words<Order['refundStatus']> = {
  NONE: { zh: '', en: '' },
  IN_PROGRESS: { zh: '退款中', en: 'Being refunded' },
  PARTIAL: { zh: '部分退款', en: 'Refunded in part' },
  FULL: { zh: '已全额退款', en: 'Refunded' },
}
const MODE: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  SELF_PICKUP: { zh: '自提', en: 'Pickup' },
  COMMUNITY_DROP: { zh: '送到小区', en: 'To the community' },
  HOME: { zh: '送货上门', en: 'Home delivery' },
  EXPRESS: { zh: '快递', en: 'Parcel' },
}

const yuan = (fen: Fen): string => (fen / 100).toFixed(2)
const time = (at: Date | null): string => (at ? businessTime(at) : '')
/** Excel rounds numbers of more than 15 digits; with a tab behind it this is text. */
const digits = (text: string): string => `${text}\t`

type Column = {
  readonly head: Readonly<Record<Lang, string>>
  readonly of: (order: Order, look: { lang: Lang; open: Opener }) => string | number
}

const COLUMNS: readonly Column[] = [
  { head: { zh: '订单号', en: 'Order no.' }, of: ({ orderNo }) => digits(orderNo) },
  { head: { zh: '下单时间', en: 'Placed at' }, of: ({ createdAt }) => time(createdAt) },
  { head: { zh: '状态', en: 'State' }, of: ({ status }, { lang }) => STATUS[status][lang] },
  { head: { zh: '退款', en: 'Refund' }, of: ({ refundStatus }, { lang }) => REFUND[refundStatus][lang] },
  { head: { zh: '商家', en: 'Shop' }, of: ({ snapshot }) => snapshot.merchantName },
  { head: { zh: '商品', en: 'Goods' }, of: goodsOf },
  { head: { zh: '件数', en: 'Pieces' }, of: ({ itemCount }) => itemCount },
  { head: { zh: '商品合计（元）', en: 'Goods (yuan)' }, of: ({ goodsFen }) => yuan(goodsFen) },
  {
    head: { zh: '优惠（元）', en: 'Discounts (yuan)' },
    of: (order) =>
      yuan(order.discountFen + order.couponDiscountFen + order.pointsDiscountFen + order.merchantDiscountFen),
  },
  { head: { zh: '配送费（元）', en: 'Fee (yuan)' }, of: ({ feeFen }) => yuan(feeFen) },
  { head: { zh: '应付（元）', en: 'To pay (yuan)' }, of: ({ payableFen }) => yuan(payableFen) },
  { head: { zh: '实付（元）', en: 'Paid (yuan)' }, of: ({ paidFen }) => yuan(paidFen) },
  { head: { zh: '已退（元）', en: 'Refunded (yuan)' }, of: ({ refundedFen }) => yuan(refundedFen) },
  { head: { zh: '方式', en: 'Mode' }, of: ({ mode }, { lang }) => MODE[mode]?.[lang] ?? mode },
  { head: { zh: '小区', en: 'Community' }, of: ({ snapshot }) => snapshot.communityName },
  { head: { zh: '自提点', en: 'Pickup point' }, of: ({ snapshot }) => snapshot.pickupPointName ?? '' },
  { head: { zh: '时段', en: 'Slot' }, of: ({ snapshot }) => snapshot.slotLabel ?? '' },
  {
    head: { zh: '收货人', en: 'Recipient' },
    of: (order, { open }) => openRecipient(order, open)?.name ?? '',
  },
  {
    head: { zh: '手机号', en: 'Phone' },
    of: (order, { open }) => maskPhone(openRecipient(order, open)?.phone ?? ''),
  },
  { head: { zh: '用户备注', en: 'Remark' }, of: ({ remark }) => remark },
  { head: { zh: '付款时间', en: 'Paid at' }, of: ({ paidAt }) => time(paidAt) },
  { head: { zh: '完成时间', en: 'Completed at' }, of: ({ completedAt }) => time(completedAt) },
]

function goodsOf({ lines }: Order): string {
  return lines
    .map(({ snapshot, qty }) =>
      [snapshot.productName, snapshot.specText, `×${qty}`].filter(Boolean).join(' '),
    )
    .join('；')
}

/** The first line of the file. */
export const sheetHead = (lang: Lang): string =>
  BYTE_ORDER_MARK + csvLine(COLUMNS.map(({ head }) => head[lang]))

/** A line per order; phones are masked, the street is left out. */
export const sheetLines = (orders: readonly Order[], look: { lang: Lang; open: Opener }): string =>
  orders.map((order) => csvLine(COLUMNS.map((column) => column.of(order, look)))).join('')
