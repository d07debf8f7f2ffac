import type { Address } from '../../api'
import type { Key } from '../../words'

export type AddressForm = {
  readonly recipientName: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly street: string
  readonly detail: string
  readonly label: string
  readonly isDefault: boolean
  /** Where it lies: only an address inside a community can be delivered to. Both or neither. */
  readonly lng?: number
  readonly lat?: number
}

export type FieldName = Exclude<keyof AddressForm, 'isDefault' | 'lng' | 'lat'>

export const EMPTY: AddressForm = {
  recipientName: '',
  phone: '',
  province: '',
  city: '',
  district: '',
  street: '',
  detail: '',
  label: '',
  isDefault: false,
}

/** Every field with its name and room, in the order one fills them in. */
export const FIELDS: readonly {
  readonly name: FieldName
  readonly word: Key
  readonly most: number
  readonly tel?: true
}[] = [
  { name: 'recipientName', word: 'addressName', most: 20 },
  { name: 'phone', word: 'addressPhone', most: 11, tel: true },
  { name: 'province', word: 'addressProvince', most: 20 },
  { name: 'city', word: 'addressCity', most: 20 },
  { name: 'district', word: 'addressDistrict', most: 20 },
  { name: 'street', word: 'addressStreet', most: 50 },
  { name: 'detail', word: 'addressDetail', most: 100 },
  { name: 'label', word: 'addressLabel', most: 8 },
]

const OPTIONAL: readonly FieldName[] = ['street', 'label']
const PHONE = /^1\d{10}$/

export const formOf = ({
  recipientName,
  phone,
  province,
  city,
  district,
  street,
  detail,
  label,
  isDefault,
  lng,
  lat,
}: Address): AddressForm => ({
  recipientName,
  phone,
  province,
  city,
  district,
  street,
  detail,
  label,
  isDefault,
  ...(lng !== null && lat !== null && { lng, lat }),
})

/** The fields that keep it from being saved. */
export function wrongFields(form: AddressForm): readonly FieldName[] {
  return FIELDS.filter(({ name }) => {
    if (name === 'phone') return !PHONE.test(form.phone)
    return !OPTIONAL.includes(name) && form[name].trim() === ''
  }).map(({ name }) => name)
}

const MUNICIPALITIES = ['北京市', '上海市', '天津市', '重庆市']

/**
 * Takes a pasted line apart: name, phone, province, city, district, street, rest.
 * @returns undefined when there is no phone or no district to be found
 */
export function parseAddress(text: string): Partial<AddressForm> | undefined {
  const phone = /(?<!\d)1\d{10}(?!\d)/.exec(text.replace(/(\d{3})[- ](\d{4})[- ](\d{4})/, '$1$2$3'))?.[0]
  if (!phone) return undefined
  const words = text
    .replace(/(\d{3})[- ](\d{4})[- ](\d{4})/, '$1$2$3')
    .replace(phone, ' ')
    .split(/[\s,，;；:：]+/)
    .filter(
      (word) => word !== '' && !/^(收货人|姓名|电话|手机|手机号|地址|收货地址|所在地区|详细地址)$/.test(word),
    )
  const isName = (word: string): boolean =>
    /^[\p{Script=Han}·]{2,4}$/u.test(word) && !/[省市区县路街镇号]/.test(word)
  const recipientName = words.find(isName)
  const place = words.filter((word) => word !== recipientName).join('')
  const found = parsePlace(place)
  return found && { ...(recipientName && { recipientName }), phone, ...found }
}

/** Takes a place apart as one writes it: province, city, district, street, rest. @returns undefined without a district */
export function parsePlace(place: string): Partial<AddressForm> | undefined {
  const match =
    /^(?<province>.+?(?:省|自治区)|(?:北京|上海|天津|重庆)市?)?(?<city>.+?(?:市|自治州|盟|地区))?(?<district>.+?(?:区|县|旗|市))(?<street>.+?(?:街道|镇|乡))?(?<detail>.+)$/u.exec(
      place,
    )
  if (!match?.groups) return undefined
  const { province, city, district, street, detail } = match.groups
  const capital = MUNICIPALITIES.find((name) => name.slice(0, 2) === province?.slice(0, 2))
  return {
    province: capital ?? province ?? '',
    city: city ?? capital ?? '',
    district: district ?? '',
    street: street ?? '',
    detail: detail ?? '',
  }
}

/** The old fields stay, what the new ones know fills those that are empty. */
export const filledIn = (form: AddressForm, found: Partial<AddressForm>): AddressForm => ({
  ...form,
  ...Object.fromEntries(
    FIELDS.flatMap(({ name }) => (form[name].trim() === '' && found[name] ? [[name, found[name]]] : [])),
  ),
})
