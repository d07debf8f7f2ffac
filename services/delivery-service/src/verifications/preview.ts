import { Buffer } from 'node:buffer'
import { MINUTE_MS, shapeOf } from '@linli/core'
import type { VerificationMethod } from '@linli/proto/delivery'
import { DeliveryErrors } from '../errors.ts'
import { type Index, isSame } from '../pickup-codes/pickup-code.ts'

/** What a staff member saw after a right code, and may confirm: the first of the two steps (D14). */
export type Preview = {
  readonly deliveryId: string
  readonly pickupPointId: string
  readonly staffId: string
  readonly method: VerificationMethod
  readonly expiresAtMs: number
}

/** Time to fetch the goods from the shelf. */
export const PREVIEW_MS = 5 * MINUTE_MS

const SHAPE = shapeOf<Preview>({
  deliveryId: true,
  pickupPointId: true,
  staffId: true,
  method: true,
  expiresAtMs: true,
})

const macOf = (index: Index, body: string) => index(`pickup-preview|${SHAPE}|${body}`)

/** Signed, not stored: a preview changes nothing. */
export function signPreview(index: Index, preview: Preview): string {
  const body = Buffer.from(JSON.stringify(preview)).toString('base64url')
  return `${body}.${macOf(index, body)}`
}

/** @throws PREVIEW_EXPIRED when it is forged, another's, of a version with another shape, or too old. */
export function readPreview(
  index: Index,
  token: string,
  { staffId, at }: { staffId: string; at: Date },
): Preview {
  const [body = '', mac = ''] = token.split('.')
  if (!isSame(mac, macOf(index, body))) throw DeliveryErrors.PREVIEW_EXPIRED()
  // Our own hash vouches for what is inside.
  const preview = JSON.parse(Buffer.from(body, 'base64url').toString()) as Preview
  if (preview.staffId !== staffId || preview.expiresAtMs <= at.getTime())
    throw DeliveryErrors.PREVIEW_EXPIRED()
  return preview
}
