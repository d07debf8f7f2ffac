import { demoId } from '../demo-id.ts'
import type { PictureKey } from '../pictures.ts'
import { type CommunityKey, communities, communityId, type Point } from './communities.ts'
import { type PickupPointKey, pickupPointId } from './pickup-points.ts'

export type Gender = 'FEMALE' | 'MALE' | 'UNKNOWN'

export type Address = {
  readonly id: string
  readonly userId: string
  readonly communityId: string
  readonly receiver: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly street: string
  /** Building, unit, door. */
  readonly detail: string
  readonly lng: number
  readonly lat: number
  readonly label: '家' | '公司'
  readonly isDefault: boolean
}

export type Resident = {
  readonly id: string
  readonly key: string
  readonly nickname: string
  readonly gender: Gender
  readonly avatar: PictureKey
  readonly phone: string
  /** What the provider simulator answers for this resident; 28 characters as WeChat's. */
  readonly openid: string
  readonly unionid: string
  readonly communityId: string
  readonly pickupPointId: string
  readonly addresses: readonly Address[]
}

type Home = readonly [detail: string, at: Point, label?: '公司']

type Neighbour = {
  readonly key: string
  readonly nickname: string
  readonly realName: string
  readonly gender: Gender
  readonly avatar: PictureKey
  readonly community: CommunityKey
  readonly point: PickupPointKey
  readonly homes: readonly [Home, ...Home[]]
}

const NEIGHBOURS: readonly Neighbour[] = [
  {
    key: 'chen-xi',
    nickname: '晨曦',
    realName: '陈曦',
    gender: 'FEMALE',
    avatar: 'woman',
    community: 'jiangnan-chunxiao',
    point: 'chunxiao-station',
    homes: [
      ['3 幢 2 单元 501 室', [120.1979, 30.1902]],
      ['春晓商务楼 806 室', [120.2009, 30.1896], '公司'],
    ],
  },
  {
    key: 'da-peng',
    nickname: '大鹏展翅',
    realName: '李鹏',
    gender: 'MALE',
    avatar: 'man',
    community: 'jiangnan-chunxiao',
    point: 'chunxiao-store',
    homes: [['7 幢 1 单元 1203 室', [120.1991, 30.1911]]],
  },
  {
    key: 'xiao-man',
    nickname: '小满妈妈',
    realName: '赵小满',
    gender: 'FEMALE',
    avatar: 'woman',
    community: 'jiangnan-chunxiao',
    point: 'chunxiao-station',
    homes: [['12 幢 3 单元 302 室', [120.2001, 30.1917]]],
  },
  {
    key: 'lao-zhou',
    nickname: '老周爱钓鱼',
    realName: '周建国',
    gender: 'MALE',
    avatar: 'older-man',
    community: 'jiangnan-chunxiao',
    point: 'chunxiao-store',
    homes: [['1 幢 2 单元 101 室', [120.1967, 30.1891]]],
  },
  {
    key: 'tang-tang',
    nickname: '糖糖不甜',
    realName: '唐棠',
    gender: 'FEMALE',
    avatar: 'girl',
    community: 'jiangnan-chunxiao',
    point: 'chunxiao-station',
    homes: [['9 幢 1 单元 705 室', [120.2008, 30.1908]]],
  },
  {
    key: 'yu-jie',
    nickname: '于姐厨房',
    realName: '于洁',
    gender: 'FEMALE',
    avatar: 'older-woman',
    community: 'cuiyuan-jinting',
    point: 'cuiyuan-host',
    homes: [
      ['8 幢 2 单元 202 室', [120.1227, 30.2853]],
      ['文一西路便民服务站', [120.1209, 30.283], '公司'],
    ],
  },
  {
    key: 'ah-kai',
    nickname: '阿凯',
    realName: '徐凯',
    gender: 'MALE',
    avatar: 'man',
    community: 'cuiyuan-jinting',
    point: 'cuiyuan-property',
    homes: [['2 幢 1 单元 1601 室', [120.1201, 30.2842]]],
  },
  {
    key: 'mian-mian',
    nickname: '绵绵',
    realName: '孙绵',
    gender: 'UNKNOWN',
    avatar: 'girl',
    community: 'cuiyuan-jinting',
    point: 'cuiyuan-host',
    homes: [['5 幢 3 单元 904 室', [120.1218, 30.2861]]],
  },
  {
    key: 'qian-duo',
    nickname: '钱多多',
    realName: '钱多',
    gender: 'MALE',
    avatar: 'boy',
    community: 'cuiyuan-jinting',
    point: 'cuiyuan-property',
    homes: [['11 幢 2 单元 403 室', [120.1236, 30.2838]]],
  },
  {
    key: 'coder-lin',
    nickname: '码农小林',
    realName: '林骏',
    gender: 'MALE',
    avatar: 'man',
    community: 'weilai-yundi',
    point: 'yundi-station',
    homes: [
      ['6 幢 1 单元 2101 室', [120.0079, 30.2891]],
      ['云邸创新中心 B 座 1502 室', [120.0112, 30.2883], '公司'],
    ],
  },
  {
    key: 'miao-miao',
    nickname: '苗苗',
    realName: '苗苗',
    gender: 'FEMALE',
    avatar: 'woman',
    community: 'weilai-yundi',
    point: 'yundi-store',
    homes: [['10 幢 2 单元 1002 室', [120.0101, 30.2909]]],
  },
  {
    key: 'grandpa-he',
    nickname: '何爷爷',
    realName: '何福根',
    gender: 'MALE',
    avatar: 'older-man',
    community: 'weilai-yundi',
    point: 'yundi-station',
    homes: [['3 幢 1 单元 103 室', [120.0066, 30.2884]]],
  },
]

export function residentId(key: string): string {
  return demoId(`user:${key}`)
}

/** Twelve residents: five in 江南春晓, four in 翠苑锦庭, three in 未来云邸. */
export const residents: readonly Resident[] = NEIGHBOURS.map((neighbour, index) => {
  const number = index + 1
  const phone = `199000010${String(number).padStart(2, '0')}`
  return {
    id: residentId(neighbour.key),
    key: neighbour.key,
    nickname: neighbour.nickname,
    gender: neighbour.gender,
    avatar: neighbour.avatar,
    phone,
    openid: `oLinliDemoResident${String(number).padStart(10, '0')}`,
    unionid: `uLinliDemoResident${String(number).padStart(10, '0')}`,
    communityId: communityId(neighbour.community),
    pickupPointId: pickupPointId(neighbour.point),
    addresses: neighbour.homes.map((home, place) => address(neighbour, home, { place, phone })),
  }
})

function address(
  neighbour: Neighbour,
  home: Home,
  { place, phone }: { place: number; phone: string },
): Address {
  const [detail, [lng, lat], label = '家'] = home
  const community = communities.find(({ key }) => key === neighbour.community)
  if (!community) throw new Error(`resident ${neighbour.key} lives in no community`)
  return {
    id: demoId(`address:${neighbour.key}:${place + 1}`),
    userId: residentId(neighbour.key),
    communityId: community.id,
    receiver: neighbour.realName,
    phone,
    province: community.province,
    city: community.city,
    district: community.district,
    street: `${community.address} ${community.name}`,
    detail,
    lng,
    lat,
    label,
    isDefault: place === 0,
  }
}
