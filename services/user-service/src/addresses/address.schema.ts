import { IdSchema } from '@linli/http'
import { Type } from 'typebox'
import { maskName, maskPhone } from '../personal-data/masking.ts'
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

export const AdminAddressView = Type.Object(
  {
    id: IdSchema,
    recipientMasked: Type.String(),
    phoneMasked: Type.String(),
    province: Type.String(),
    city: Type.String(),
    district: Type.String(),
    label: Type.String(),
    communityId: Type.Union([IdSchema, Type.Null()]),
    isDefault: Type.Boolean(),
  },
  { title: 'AdminAddressView' },
)

export const RevealAddressesBody = Type.Object(
  { reason: Type.String({ minLength: 4, maxLength: 200 }) },
  { additionalProperties: false },
)

export const RevealedAddressView = Type.Object(
  { id: IdSchema, recipientName: Type.String(), phone: Type.String(), fullText: Type.String() },
  { title: 'RevealedAddressView' },
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

/** For staff: enough to recognise it when its owner reads it out, too little to go there. */
export function toAdminAddressView(address: Address, vault: Vault) {
  const { recipientName, phone } = contactOf(address, vault)
  const { id, province, city, district, label, communityId, isDefault } = address
  return {
    id,
    recipientMasked: maskName(recipientName),
    phoneMasked: maskPhone(phone),
    province,
    city,
    district,
    label,
    communityId,
    isDefault,
  }
}

export function toRevealedAddressView(address: Address, vault: Vault) {
  const contact = contactOf(address, vault)
  const { recipientName, phone } = contact
  return { id: address.id, recipientName, phone, fullText: fullText(address, contact) }
}
