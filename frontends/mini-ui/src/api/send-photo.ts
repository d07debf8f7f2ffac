import { ApiError } from '@linli/api-client'
import { postPhoto } from '../platform/photos'
import type { Photo, UploadForm } from '../platform/photos.types'

const OFFLINE = 0

/** Posts a picture straight to the object storage. @throws ApiError when it did not arrive */
export async function sendPhoto(photo: Photo, form: UploadForm): Promise<void> {
  const status = await postPhoto(photo, form).catch((cause: unknown) => {
    throw new ApiError(
      { status: OFFLINE, code: OFFLINE, message: 'the object storage did not answer' },
      cause,
    )
  })
  if (status >= 300)
    throw new ApiError({ status, code: status, message: `the object storage answered ${status}` })
}
