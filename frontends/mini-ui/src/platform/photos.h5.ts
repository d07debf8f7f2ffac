import Taro from '@tarojs/taro'
import type { Photo, UploadForm } from './photos.types'

/** A picture that is there already, by its address of this device. */
export async function photoOf(path: string): Promise<Photo> {
  const { type, size } = await (await fetch(path)).blob()
  return { path, contentType: type, sizeBytes: size }
}

/**
 * Lets the person choose pictures. "Album" alone: a phone's browser offers its camera by itself.
 * @returns none when the person turned back
 */
export const choosePhotos = (most: number): Promise<readonly Photo[]> =>
  Taro.chooseMedia({ count: most, mediaType: ['image'], sourceType: ['album'] }).then(
    ({ tempFiles }) =>
      tempFiles.slice(0, most).map(({ tempFilePath, fileType, size, originalFileObj }) => ({
        path: tempFilePath,
        contentType: fileType,
        sizeBytes: size,
        file: originalFileObj,
      })),
    () => [],
  )

/**
 * Posts a picture. Not by Taro.uploadFile: it fetches the blob by its URL, which our content policy does not allow.
 * @returns the status of the answer
 */
export async function postPhoto({ file }: Photo, { url, fields }: UploadForm): Promise<number> {
  if (!file) throw new TypeError('not chosen in this browser')
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  return (await fetch(url, { method: 'POST', body: form })).status
}
