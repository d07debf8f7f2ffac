import type { SentPicture } from '@linli/mini-ui'
import type { Documents } from '../../api'

/** The documents of a shop as they are typed. */
export type ShopForm = {
  readonly name: string
  readonly legalName: string
  readonly licenceNumber: string
  readonly contactName: string
  readonly contactPhone: string
  readonly licence: readonly SentPicture[]
}

export type ShopField = keyof ShopForm

const BLANK: ShopForm = {
  name: '',
  legalName: '',
  licenceNumber: '',
  contactName: '',
  contactPhone: '',
  licence: [],
}

/** Starts with what was handed in last; whom to call is masked, so it is typed anew. */
export const formOf = (last: Documents | undefined): ShopForm =>
  last
    ? {
        ...BLANK,
        name: last.name,
        legalName: last.legalName,
        licenceNumber: last.licenceNumber,
        licence: [{ key: last.licenceKey, url: last.licenceUrl }],
      }
    : BLANK

const RULES: Record<ShopField, (form: ShopForm) => boolean> = {
  name: ({ name }) => name.trim() !== '',
  legalName: ({ legalName }) => legalName.trim() !== '',
  licenceNumber: ({ licenceNumber }) => /^[0-9A-Z]{18}$/.test(licenceNumber.trim().toUpperCase()),
  contactName: ({ contactName }) => contactName.trim() !== '',
  contactPhone: ({ contactPhone }) => /^1\d{10}$/.test(contactPhone.trim()),
  licence: ({ licence }) => licence.length === 1,
}

export const wrongFields = (form: ShopForm): ShopField[] =>
  (Object.keys(RULES) as ShopField[]).filter((name) => !RULES[name](form))

/** What the API is told. */
export const bodyOf = (form: ShopForm, version: number) => ({
  name: form.name.trim(),
  legalName: form.legalName.trim(),
  licenceNumber: form.licenceNumber.trim().toUpperCase(),
  licenceKey: form.licence[0]?.key ?? '',
  contactName: form.contactName.trim(),
  contactPhone: form.contactPhone.trim(),
  version,
})
