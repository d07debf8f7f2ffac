/** A file that is made from code. */
export type Document = { readonly path: string; readonly text: string }
