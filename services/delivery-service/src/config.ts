import { Type } from 'typebox'

/** The environment of this service, beside what all eight read. */
export const Config = Type.Object({
  DATA_KEYS_FILE: Type.String({ minLength: 1, description: 'keys of personal data at rest' }),
  SLOT_DAYS_AHEAD: Type.Integer({
    default: 28,
    minimum: 14,
    maximum: 60,
    description: 'how far ahead slots can be chosen',
  }),
  KEEP_AMBIENT_HOURS: Type.Integer({
    default: 48,
    minimum: 1,
    description: 'how long a pickup point keeps goods',
  }),
  KEEP_CHILLED_HOURS: Type.Integer({
    default: 24,
    minimum: 1,
    description: 'how long a pickup point keeps goods',
  }),
  KEEP_FROZEN_HOURS: Type.Integer({
    default: 24,
    minimum: 1,
    description: 'how long a pickup point keeps goods',
  }),
})
