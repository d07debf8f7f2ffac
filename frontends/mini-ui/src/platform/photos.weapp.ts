import Taro from '@tarojs/taro'
import type { Photo, UploadForm } from './photos.types'

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
}

/** WeChat says "image"; which kind, the ending says. */
const typeOf = (path: string): string => TYPES[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'unknown'

/** A picture that is there already, by its address of this device. */
export const photoOf = (path: string): Promise<Photo> =>
  new Promise((resolve, reject) => {
    Taro.getFileSystemManager().getFileInfo({
      filePath: path,
      success: ({ size }) => resolve({ path, contentType: typeOf(path), sizeBytes: size }),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    })
  })

/** Lets the person choose or take pictures, made smaller by WeChat. @returns none when the person turned back */
export const choosePhotos = (most: number): Promise<readonly Photo[]> =>
  Taro.chooseMedia({
    count: most,
    mediaType: ['image'],
    sourceType: ['album', 'camera'],
    sizeType: ['compressed'],
  }).then(
    ({ tempFiles }) =>
      tempFiles.map(({ tempFilePath, size }) => ({
        path: tempFilePath,
        contentType: typeOf(tempFilePath),
        sizeBytes: size,
      })),
    () => [],
  )

/** Posts a picture. @returns the status of the answer */
export const postPhoto = ({ path }: Photo, { url, fields }: UploadForm): Promise<number> =>
  Taro.uploadFile({ url, filePath: path, name: 'file', formData: { ...fields } }).then(
    ({ statusCode }) => statusCode,
  )
