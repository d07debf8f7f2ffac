import { ProductErrors } from '../errors.ts'

const MB = 1024 * 1024

type Kind = {
  readonly extension: string
  readonly maxBytes: number
  /** What the first bytes of such a file are. */
  readonly begins: (start: Buffer) => boolean
}

const ascii = (start: Buffer, from: number, text: string) =>
  start.subarray(from, from + text.length).toString('latin1') === text

/** What may be uploaded (P16). No SVG: it can hold scripts. */
const KINDS: Readonly<Record<string, Kind>> = {
  'image/jpeg': {
    extension: 'jpg',
    maxBytes: 5 * MB,
    begins: (start) => start[0] === 0xff && start[1] === 0xd8 && start[2] === 0xff,
  },
  'image/png': {
    extension: 'png',
    maxBytes: 5 * MB,
    begins: (start) => ascii(start, 0, '\x89PNG\r\n\x1a\n'),
  },
  'image/webp': {
    extension: 'webp',
    maxBytes: 5 * MB,
    begins: (start) => ascii(start, 0, 'RIFF') && ascii(start, 8, 'WEBP'),
  },
  'image/gif': { extension: 'gif', maxBytes: 2 * MB, begins: (start) => ascii(start, 0, 'GIF8') },
  'video/mp4': { extension: 'mp4', maxBytes: 50 * MB, begins: (start) => ascii(start, 4, 'ftyp') },
}

export const CONTENT_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'video/mp4'] as const
/** A portrait is small and does not move. */
export const PORTRAIT_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const
export const PORTRAIT_BYTES = 2 * MB

/** How many of a file's first bytes `refusalOf` needs. */
export const START_BYTES = 16

/** Whose file it is: a merchant's, a resident's, or the platform's own. Nobody else may attach it. */
export type Owner = { readonly merchantId: string | null; readonly userId: string | null }

export const PLATFORM: Owner = { merchantId: null, userId: null }
export const ownedByMerchant = (merchantId: string): Owner => ({ merchantId, userId: null })
export const ownedByUser = (userId: string): Owner => ({ merchantId: null, userId })

/** The folder of an owner's files. */
export function folderOf({ merchantId, userId }: Owner): string {
  return userId === null ? `products/${merchantId ?? 'platform'}` : `portraits/${userId}`
}

export type Upload = {
  readonly id: string
  readonly objectKey: string
  readonly contentType: string
  readonly sizeBytes: number
  readonly status: 'PENDING' | 'VERIFIED' | 'REFUSED'
}

/** @param id names the object: nobody can guess or overwrite another's. @throws UPLOAD_TYPE_REFUSED */
export function objectKeyOf(
  { id, folder, day }: { id: string; folder: string; day: string },
  { contentType, sizeBytes }: { contentType: string; sizeBytes: number },
): string {
  const kind = KINDS[contentType]
  if (!kind || sizeBytes > kind.maxBytes) throw ProductErrors.UPLOAD_TYPE_REFUSED({ contentType, sizeBytes })
  return `${folder}/${day}/${id}.${kind.extension}`
}

export type Found = { readonly contentType: string; readonly sizeBytes: number; readonly start: Buffer }

/** Why what lies in storage is not what was announced, or undefined when it is. */
export function refusalOf(upload: Upload, found: Found): string | undefined {
  if (found.contentType !== upload.contentType) return 'type'
  if (found.sizeBytes < 1 || found.sizeBytes > upload.sizeBytes) return 'size'
  if (!KINDS[upload.contentType]?.begins(found.start)) return 'content'
  return undefined
}
