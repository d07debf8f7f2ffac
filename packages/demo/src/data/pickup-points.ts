import { demoId } from '../demo-id.ts'
import { type CommunityKey, communityId, type Point } from './communities.ts'

export type PickupPointType = 'CONVENIENCE_STORE' | 'HOME_HOST' | 'STATION' | 'PROPERTY'

/** Local time of day, `08:00` to `21:00`. */
export type Hours = { readonly from: string; readonly to: string }

/** ISO weekday (1 = Monday) → opening hours; an empty list is a day closed. */
export type WeekHours = Readonly<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, readonly Hours[]>>

export type PickupPoint = {
  readonly id: string
  readonly key: PickupPointKey
  readonly communityKey: CommunityKey
  readonly communityId: string
  readonly name: string
  readonly type: PickupPointType
  readonly address: string
  readonly lng: number
  readonly lat: number
  readonly contactName: string
  readonly contactPhone: string
  readonly hours: WeekHours
  /** Days that differ from the week: business day → hours (empty = closed). */
  readonly exceptions: readonly {
    readonly date: string
    readonly hours: readonly Hours[]
    readonly note: string
  }[]
  readonly dailyParcels: number
  readonly coldStorage: boolean
  readonly status: 'OPEN'
}

export type PickupPointKey =
  | 'chunxiao-store'
  | 'chunxiao-station'
  | 'cuiyuan-property'
  | 'cuiyuan-host'
  | 'yundi-station'
  | 'yundi-store'

export function pickupPointId(key: PickupPointKey): string {
  return demoId(`pickup-point:${key}`)
}

function week(workday: readonly Hours[], weekend: readonly Hours[]): WeekHours {
  return { 1: workday, 2: workday, 3: workday, 4: workday, 5: workday, 6: weekend, 7: weekend }
}

const ALL_DAY = [{ from: '07:30', to: '22:00' }]
const SHOP_DAY = [{ from: '09:00', to: '21:00' }]
const AFTER_WORK = [
  { from: '10:00', to: '12:00' },
  { from: '16:00', to: '20:30' },
]
const OFFICE = [{ from: '08:30', to: '19:00' }]

const NEW_YEAR = [
  { date: '2027-02-05', hours: [{ from: '09:00', to: '14:00' }], note: '除夕提前打烊' },
  { date: '2027-02-06', hours: [], note: '春节休息' },
]

type Place = Omit<PickupPoint, 'id' | 'communityId' | 'lng' | 'lat' | 'exceptions' | 'status'> & {
  readonly at: Point
}

function point({ at, ...place }: Place): PickupPoint {
  return {
    ...place,
    id: pickupPointId(place.key),
    communityId: communityId(place.communityKey),
    lng: at[0],
    lat: at[1],
    exceptions: NEW_YEAR,
    status: 'OPEN',
  }
}

export const pickupPoints: readonly PickupPoint[] = [
  point({
    key: 'chunxiao-store',
    communityKey: 'jiangnan-chunxiao',
    name: '春晓便利店自提点',
    type: 'CONVENIENCE_STORE',
    address: '江南春晓南门 3 号商铺',
    at: [120.1972, 30.1898],
    contactName: '何静',
    contactPhone: '19900000103',
    hours: week(ALL_DAY, ALL_DAY),
    dailyParcels: 400,
    coldStorage: true,
  }),
  point({
    key: 'chunxiao-station',
    communityKey: 'jiangnan-chunxiao',
    name: '江南春晓驿站',
    type: 'STATION',
    address: '江南春晓 12 幢架空层',
    at: [120.2003, 30.1914],
    contactName: '何静',
    contactPhone: '19900000103',
    hours: week(SHOP_DAY, SHOP_DAY),
    dailyParcels: 600,
    coldStorage: true,
  }),
  point({
    key: 'cuiyuan-property',
    communityKey: 'cuiyuan-jinting',
    name: '翠苑锦庭物业服务中心',
    type: 'PROPERTY',
    address: '翠苑锦庭西门物业楼 1 层',
    at: [120.1205, 30.2836],
    contactName: '蒋丽',
    contactPhone: '19900000108',
    hours: week(OFFICE, [{ from: '09:00', to: '17:00' }]),
    dailyParcels: 300,
    coldStorage: false,
  }),
  point({
    key: 'cuiyuan-host',
    communityKey: 'cuiyuan-jinting',
    name: '王姐家自提点',
    type: 'HOME_HOST',
    address: '翠苑锦庭 8 幢 1 单元 102',
    at: [120.1229, 30.2856],
    contactName: '蒋丽',
    contactPhone: '19900000108',
    hours: week(AFTER_WORK, SHOP_DAY),
    dailyParcels: 120,
    coldStorage: true,
  }),
  point({
    key: 'yundi-station',
    communityKey: 'weilai-yundi',
    name: '云邸驿站',
    type: 'STATION',
    address: '未来云邸东门 5 号商铺',
    at: [120.0071, 30.2888],
    contactName: '沈涛',
    contactPhone: '19900000104',
    hours: week(SHOP_DAY, ALL_DAY),
    dailyParcels: 600,
    coldStorage: true,
  }),
  point({
    key: 'yundi-store',
    communityKey: 'weilai-yundi',
    name: '云邸鲜果店自提点',
    type: 'CONVENIENCE_STORE',
    address: '未来云邸北门 11 号商铺',
    at: [120.0104, 30.2906],
    contactName: '沈涛',
    contactPhone: '19900000104',
    hours: week(ALL_DAY, ALL_DAY),
    dailyParcels: 350,
    coldStorage: true,
  }),
]
