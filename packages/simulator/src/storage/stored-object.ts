/** `file` is the name below the storage directory; keys are never used as paths. */
export type StoredObject = {
  bucket: string
  key: string
  size: number
  content_type: string
  etag: string
  md5: string
  modified_at: number
  file: string
}
