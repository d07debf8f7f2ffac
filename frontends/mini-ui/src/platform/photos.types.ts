/** A picture on the device, not sent yet. */
export type Photo = {
  readonly path: string
  readonly contentType: string
  readonly sizeBytes: number
  /** What a browser sends; WeChat sends by path. */
  readonly file?: Blob | undefined
}

/** Where a file may be posted, signed by the service that announced it. */
export type UploadForm = { readonly url: string; readonly fields: Readonly<Record<string, string>> }
