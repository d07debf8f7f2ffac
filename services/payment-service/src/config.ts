import { Type } from 'typebox'

const Origin = Type.String({ pattern: '^https?://[^/?#\\s]+$', description: 'scheme and host, no path' })

/** The environment of this service, beside what all eight read. */
export const Config = Type.Object({
  PAYMENT_PROVIDER: Type.Union([Type.Literal('wechat'), Type.Literal('mock')], { default: 'wechat' }),
  WECHATPAY_BASE_URL: Type.Optional(Origin),
  WECHATPAY_BACKUP_URL: Type.Optional(Origin),
  WECHATPAY_MCHID: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  WECHATPAY_APPID: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  WECHATPAY_MERCHANT_KEY_FILE: Type.Optional(
    Type.String({ minLength: 1, description: 'PEM: signs our requests' }),
  ),
  WECHATPAY_MERCHANT_SERIAL: Type.Optional(Type.String({ pattern: '^[0-9A-F]+$' })),
  WECHATPAY_API_V3_KEY_FILE: Type.Optional(Type.String({ minLength: 1, description: 'decrypts callbacks' })),
  WECHATPAY_PUBLIC_KEYS_FILE: Type.Optional(
    Type.String({ minLength: 1, description: 'JSON: id or serial → PEM that callbacks are verified with' }),
  ),
  WECHATPAY_NOTIFY_BASE_URL: Type.Optional(Origin),
  PAYMENT_NUMBER_PREFIX: Type.String({
    default: 'LL',
    pattern: '^[0-9A-Za-z]{1,6}$',
    description: 'keeps the numbers of environments that share a merchant apart',
  }),
  DATA_KEYS_FILE: Type.String({ minLength: 1, description: 'keys of personal data at rest' }),
})
