import { Type } from 'typebox'

/** The environment of this service, beside what all eight read. */
export const Config = Type.Object({
  DATA_KEYS_FILE: Type.String({ minLength: 1, description: 'keys of personal data at rest' }),
  SLOT_DAYS_AHEAD: Type.Integer({ default: 28, minimum: 14, maximum: 60 }),
  KEEP_AMBIENT_HOURS: Type.Integer({ default: 48, minimum: 1 }),
  KEEP_CHILLED_HOURS: Type.Integer({ default: 24, minimum: 1 }),
  KEEP_FROZEN_HOURS: Type.Integer({ default: 24, minimum: 1 }),
})
