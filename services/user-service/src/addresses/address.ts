/** At most this many per user (product.md U09). */
export const MAX_ADDRESSES = 20

/** Everything about an address that tells who lives where; stored as one sealed text. */
export type Contact = {
  readonly recipientName: string
  readonly phone: string
  readonly street: string
  /** Building, unit, door. */
  readonly detail: string
  /** GCJ-02. */
  readonly lng?: number
  readonly lat?: number
}

export type Area = { readonly province: string; readonly city: string; readonly district: string }

export type Address = Area & {
  readonly id: string
  readonly userId: string
  readonly label: string
  readonly contactSealed: string
  readonly communityId: string | null
  readonly isDefault: boolean
  readonly version: number
  readonly createdAt: Date
}

/** What the user wrote, sealed, with the community it was found to lie in. */
export type AddressDraft = Area & {
  readonly label: string
  readonly contactSealed: string
  readonly communityId: string | null
}

/** As a label shows it. */
export function fullText({ province, city, district }: Area, { street, detail }: Contact): string {
  const parts =
    province === city ? [city, district, street, detail] : [province, city, district, street, detail]
  return parts.filter((part) => part !== '').join('')
}
