import type { SentPicture } from '@linli/mini-ui'
import type { LeaderApplication } from '../../api'

/** An application as it is typed. */
export type LeaderForm = {
  readonly contactName: string
  readonly contactPhone: string
  readonly pickupAddress: string
  readonly introduction: string
  readonly photos: readonly SentPicture[]
}

export type LeaderField = keyof LeaderForm

const BLANK: LeaderForm = {
  contactName: '',
  contactPhone: '',
  pickupAddress: '',
  introduction: '',
  photos: [],
}

/** Whoever was turned down begins with what they wrote; the number is masked and the pictures are taken anew. */
export const formOf = (last: LeaderApplication | undefined): LeaderForm =>
  last
    ? {
        ...BLANK,
        contactName: last.contactName,
        pickupAddress: last.pickupAddress,
        introduction: last.introduction,
      }
    : BLANK

export const MOST_PHOTOS = 6

const RULES: Record<LeaderField, (form: LeaderForm) => boolean> = {
  contactName: ({ contactName }) => contactName.trim() !== '',
  contactPhone: ({ contactPhone }) => /^1\d{10}$/.test(contactPhone.trim()),
  pickupAddress: ({ pickupAddress }) => pickupAddress.trim() !== '',
  introduction: () => true,
  photos: ({ photos }) => photos.length > 0,
}

export const wrongFields = (form: LeaderForm): LeaderField[] =>
  (Object.keys(RULES) as LeaderField[]).filter((name) => !RULES[name](form))

/** What the API is told. */
export const bodyOf = ({ photos, ...form }: LeaderForm, communityId: string) => ({
  communityId,
  contactName: form.contactName.trim(),
  contactPhone: form.contactPhone.trim(),
  pickupAddress: form.pickupAddress.trim(),
  introduction: form.introduction.trim(),
  photoKeys: photos.map(({ key }) => key),
})
