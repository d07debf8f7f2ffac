import { IdSchema } from '@linli/http'
import { Type } from 'typebox'
import { maskPhone } from '../personal-data/masking.ts'
import type { Vault } from '../personal-data/vault.ts'
import { type Address, type Contact, fullText } from './address.ts'

const Lng = Type.Number({ minimum: -180, maximum: 180 })
const Lat = Type.Number({ minimum: -90, maximum: 90 })
const text = (max: number) => Type.String({ minLength: 1, maxLength: max, pattern: '\\S' })

const written = {
  recipientName: text(30),
  /** Mobile or landline in mainland China. */
  phone: Type.String({ pattern: '^(1\\d{10}|0\\d{2,3}-?\\d{7,8})$' }),
  province: text(30),
  city: text(30),
  district: text(30),
  street: Type.String({ maxLength: 100, default: '' }),
  detail: text(100),
  label: Type.Optional(Type.String({ maxLength: 10 })),
  lng: Type.Optional(Lng),
  lat: Type.Optional(Lat),
  isDefault: Type.Boolean({ default: false }),
}

/** One coordinate without the other is no place. */
const BOTH_OR_NONE = { dependencies: { lng: ['lat'], lat: ['lng'] } }

export const CreateAddressBody = Type.Object(written, { additionalProperties: false, ...BOTH_OR_NONE })
export const UpdateAddressBody = Type.Object(
  { ...written, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false, ...BOTH_OR_NONE },
)

export const AddressView = Type.Object(
  {
    id: IdSchema,
    recipientName: Type.String(),
    phone: Type.String(),
    phoneMasked: Type.String(),
    province: Type.String(),
    city: Type.String(),
    district: Type.String(),
    street: Type.String(),
    detail: Type.String(),
    fullText: Type.String(),
    label: Type.String(),
    lng: Type.Union([Lng, Type.Null()]),
    lat: Type.Union([Lat, Type.Null()]),
    communityId: Type.Union([IdSchema, Type.Null()]),
    isDefault: Type.Boolean(),
    version: Type.Integer(),
  },
  { title: 'AddressView' },
)

export function contactOf({ contactSealed }: Pick<Address, 'contactSealed'>, vault: Vault): Contact {
  return JSON.parse(vault.open(contactSealed)) as Contact
}

/** For its owner: nothing is masked. */
export function toAddressView(address: Address, vault: Vault) {
  const contact = contactOf(address, vault)
  const { id, province, city, district, label, communityId, isDefault, version } = address
  return {
    id,
    recipientName: contact.recipientName,
    phone: contact.phone,
    phoneMasked: maskPhone(contact.phone),
    province,
    city,
    district,
    street: contact.street,
    detail: contact.detail,
    fullText: fullText(address, contact),
    label,
    lng: contact.lng ?? null,
    lat: contact.lat ?? null,
    communityId,
    isDefault,
    version,
  }
}
