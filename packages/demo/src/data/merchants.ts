import { demoId } from '../demo-id.ts'
import type { PictureKey } from '../pictures.ts'

export type Merchant = {
  readonly id: string
  readonly key: MerchantKey
  readonly name: string
  readonly legalName: string
  /** Demo value: its check digit is wrong on purpose, so that it is nobody's. */
  readonly socialCreditCode: string
  readonly contactName: string
  readonly contactPhone: string
  readonly address: string
  readonly logo: PictureKey
  readonly status: 'APPROVED'
}

export type MerchantKey = 'linli-fresh' | 'hexian-fruit'

export function merchantId(key: MerchantKey): string {
  return demoId(`merchant:${key}`)
}

export const merchants: readonly Merchant[] = [
  {
    id: merchantId('linli-fresh'),
    key: 'linli-fresh',
    name: '邻里生鲜',
    legalName: '杭州邻里生鲜供应链有限公司',
    socialCreditCode: '91330106MADEMO0001',
    contactName: '林海',
    contactPhone: '19900000101',
    address: '浙江省杭州市西湖区三墩镇西园八路 18 号',
    logo: 'shop',
    status: 'APPROVED',
  },
  {
    // Approved and not yet selling: the neighbour whose staff must see nothing of 邻里生鲜.
    id: merchantId('hexian-fruit'),
    key: 'hexian-fruit',
    name: '禾鲜果铺',
    legalName: '杭州禾鲜果业有限公司',
    socialCreditCode: '91330108MADEMO0002',
    contactName: '方禾',
    contactPhone: '19900000109',
    address: '浙江省杭州市滨江区长河路 66 号',
    logo: 'strawberry',
    status: 'APPROVED',
  },
]
