import { api } from '../../api/index.ts'

export const LARGEST_BYTES = 5 * 1024 * 1024
const TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const
export const ACCEPTED = TYPES.join(',')

export type Picture = { readonly key: string; readonly url: string }

/** Announces a picture, then sends it straight to the object storage. @throws ApiError, Error when it did not arrive */
export async function upload(file: File): Promise<Picture> {
  const contentType = TYPES.find((type) => type === file.type)
  if (!contentType) throw new Error(`${file.type} is no picture`)
  const { url, fields, key, publicUrl } = await api.announceAdminUpload({
    body: { contentType, sizeBytes: file.size },
  })
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  const answer = await fetch(url, { method: 'POST', body: form })
  if (!answer.ok) throw new Error(`the object storage answered ${answer.status}`)
  return { key, url: publicUrl }
}
