import { ProductErrors } from '../errors.ts'

/** What a look at an uploaded file found; `refusal` says why it cannot be used. */
export type Examined = {
  readonly id: string
  readonly objectKey: string
  readonly refusal: string | undefined
}

/** @throws UPLOAD_REFUSED when one of the files is not what it was announced to be. */
export function refuseBadFiles(files: readonly Examined[]): void {
  const bad = files.find(({ refusal }) => refusal !== undefined)
  if (bad) throw ProductErrors.UPLOAD_REFUSED({ key: bad.objectKey, reason: bad.refusal })
}
