import { Type } from 'typebox'

/** The environment of this service, beside what all eight read. */
export const Config = Type.Object({
  QUOTE_KEY_FILE: Type.String({ minLength: 1, description: 'file with 32 bytes in hex: signs quote tokens' }),
  DATA_KEYS_FILE: Type.String({ minLength: 1, description: 'keys of personal data at rest' }),
  PAYMENT_WINDOW_MINUTES: Type.Integer({
    default: 15,
    minimum: 1,
    maximum: 120,
    description: 'an unpaid order is closed after this',
  }),
  SAGA_TIMEOUT_MS: Type.Integer({
    default: 10_000,
    minimum: 500,
    description: 'an order whose reservations have not been answered is closed after this',
  }),
  AUTO_COMPLETE_HOURS: Type.Integer({ default: 24, minimum: 1, description: 'after delivery' }),
  AFTERSALE_WINDOW_HOURS: Type.Integer({ default: 48, minimum: 1, description: 'after completion' }),
  ORDER_SHARD: Type.Integer({
    default: 1,
    minimum: 0,
    maximum: 99,
    description: 'in the order number; another one in every region',
  }),
})
