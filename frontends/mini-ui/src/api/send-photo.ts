import { ApiError } from '@linli/api-client'
import Taro from '@tarojs/taro'
import type { Photo } from '../platform/photos.types'

/** Where a file may be posted, signed by the service that announced it. */
export type UploadForm = { readonly url: string; readonly fields: Readonly<Record<string, string>> }

const OFFLINE = 0

/** Posts a picture straight to the object storage. @throws ApiError when it did not arrive */
export async function sendPhoto({ path }: Photo, { url, fields }: UploadForm): Promise<void> {
  // The storage is another origin: it wants the signature in the form, and no cookies.
  const sent = Taro.uploadFile({
    url,
    filePath: path,
    name: 'file',
    formData: { ...fields },
    withCredentials: false,
  })
  const { statusCode } = await sent.catch((cause: unknown) => {
    throw new ApiError(
      { status: OFFLINE, code: OFFLINE, message: 'the object storage did not answer' },
      cause,
    )
  })
  if (statusCode >= 300)
    throw new ApiError({
      status: statusCode,
      code: statusCode,
      message: `the object storage answered ${statusCode}`,
    })
}
