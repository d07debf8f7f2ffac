/** A picture on the device, not sent yet. */
export type Photo = { readonly path: string; readonly contentType: string; readonly sizeBytes: number }
