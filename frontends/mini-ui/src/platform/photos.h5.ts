import Taro from '@tarojs/taro'
import type { Photo } from './photos.types'

/**
 * Lets the person choose pictures. "Album" alone: a phone's browser offers its camera by itself.
 * @returns none when the person turned back
 */
export const choosePhotos = (most: number): Promise<readonly Photo[]> =>
  Taro.chooseMedia({ count: most, mediaType: ['image'], sourceType: ['album'] }).then(
    ({ tempFiles }) =>
      tempFiles.slice(0, most).map(({ tempFilePath, fileType, size }) => ({
        path: tempFilePath,
        contentType: fileType,
        sizeBytes: size,
      })),
    () => [],
  )
