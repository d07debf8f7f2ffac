import { Type } from 'typebox'

/** The environment of this service, beside what all eight read. */
export const Config = Type.Object({
  DATA_KEYS_FILE: Type.String({ minLength: 1, description: 'keys of personal data at rest' }),
  WECHAT_APP_ID: Type.String({ minLength: 1, description: 'of the mini-program' }),
  WECHAT_APP_SECRET: Type.String({ minLength: 1, description: 'of the mini-program' }),
  WECHAT_API_BASE_URL: Type.String({ default: 'https://api.weixin.qq.com', pattern: '^https?://' }),
  WECHAT_STAFF_APP_FILE: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'JSON of the staff’s mini-program: appId, appSecret; without it staff are told in the app alone',
    }),
  ),
  WECHAT_MINIPROGRAM_STATE: Type.Union(
    [Type.Literal('developer'), Type.Literal('trial'), Type.Literal('formal')],
    { default: 'formal' },
  ),
  WECHAT_SENDS_PER_SECOND: Type.Integer({
    default: 50,
    minimum: 1,
    maximum: 1000,
    description: 'of one instance',
  }),
  SMS_FILE: Type.String({ minLength: 1, description: 'accounts and templates of the SMS providers' }),
  SMS_BASE_URL: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'instead of the real ones' }),
  ),
  SMS_SENDS_PER_SECOND: Type.Integer({
    default: 20,
    minimum: 1,
    maximum: 1000,
    description: 'of one instance',
  }),
  SMS_DAILY_PER_PHONE: Type.Integer({
    default: 8,
    minimum: 1,
    maximum: 100,
    description: 'more are refused',
  }),
  SMS_DAILY_BUDGET: Type.Integer({
    default: 20_000,
    minimum: 0,
    description: 'messages a day; more are refused',
  }),
})
