import Taro from '@tarojs/taro'
import type { Photo } from './photos.types'

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
}

/** WeChat says "image"; which kind, the ending says. */
const typeOf = (path: string): string => TYPES[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'unknown'

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
