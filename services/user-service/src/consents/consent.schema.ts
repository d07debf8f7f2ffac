import { type Static, Type } from 'typebox'

const Document = Type.Enum(['TERMS', 'PRIVACY'])

export const ConsentBody = Type.Object(
  {
    document: Document,
    version: Type.String({ minLength: 1, maxLength: 20, pattern: '^[0-9A-Za-z.-]+$' }),
  },
  { additionalProperties: false },
)

export const ConsentView = Type.Object({
  document: Document,
  version: Type.String(),
  agreedAt: Type.String({ format: 'date-time' }),
})

export type Consent = Static<typeof ConsentBody> & { readonly agreedAt: Date }

export const toConsentView = ({ document, version, agreedAt }: Consent): Static<typeof ConsentView> => ({
  document,
  version,
  agreedAt: agreedAt.toISOString(),
})
