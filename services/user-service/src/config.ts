import { Type } from 'typebox'

const DAY_SECONDS = 86_400

/** The environment of this service, beside what all eight read. */
export const Config = Type.Object({
  JWT_PRIVATE_KEYS_FILE: Type.String({
    minLength: 1,
    description: 'JSON: keys that tokens are signed with, one per audience',
  }),
  DATA_KEYS_FILE: Type.String({ minLength: 1, description: 'keys of personal data at rest' }),
  WECHAT_APP_ID: Type.String({ minLength: 1, description: 'of the mini-program' }),
  WECHAT_APP_SECRET: Type.String({ minLength: 1, description: 'of the mini-program' }),
  WECHAT_API_BASE_URL: Type.String({ pattern: '^https?://', description: 'https://api.weixin.qq.com' }),
  WECHAT_STAFF_APP_FILE: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'JSON of the staff’s mini-program: appId, appSecret; without it staff are told in the app alone',
    }),
  ),
  ACCESS_TOKEN_SECONDS: Type.Integer({
    default: 7 * DAY_SECONDS,
    minimum: 60,
    maximum: 7 * DAY_SECONDS,
    description: 'life of an access token',
  }),
  REFRESH_TOKEN_SECONDS: Type.Integer({
    default: 30 * DAY_SECONDS,
    minimum: 3600,
    maximum: 90 * DAY_SECONDS,
  }),
  BCRYPT_COST: Type.Integer({
    default: 12,
    minimum: 4,
    maximum: 16,
    description: 'at least 12 in production',
  }),
  FIRST_ADMIN_LOGIN: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{2,31}$' })),
  FIRST_ADMIN_PASSWORD_FILE: Type.Optional(
    Type.String({ minLength: 1, description: 'holds the first password of FIRST_ADMIN_LOGIN' }),
  ),
  LOGIN_MAX_FAILURES_PER_IP: Type.Integer({ default: 5, minimum: 1, description: 'in 15 minutes' }),
})
