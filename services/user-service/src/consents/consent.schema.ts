import { type Static, Type } from 'typebox'
import { type Consent, DOCUMENTS } from './consent.ts'

const Document = Type.Enum([...DOCUMENTS])

export const ConsentBody = Type.Object(
  {
    document: Document,
    version: Type.String({ minLength: 1, maxLength: 20, pattern: '^[0-9A-Za-z.-]+$' }),
  },
  { additionalProperties: false },
)

export const ConsentView = Type.Object(
  {
    document: Document,
    version: Type.String(),
    agreedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'ConsentView' },
)

export const toConsentView = ({ document, version, agreedAt }: Consent): Static<typeof ConsentView> => ({
  document,
  version,
  agreedAt: agreedAt.toISOString(),
})
