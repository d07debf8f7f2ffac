export const DOCUMENTS = ['TERMS', 'PRIVACY'] as const

/** What somebody has agreed to; kept for good. */
export type Consent = {
  readonly document: (typeof DOCUMENTS)[number]
  readonly version: string
  readonly agreedAt: Date
}
