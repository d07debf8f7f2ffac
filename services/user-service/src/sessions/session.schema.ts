import { IdSchema } from '@linli/http'
import { Type } from 'typebox'
import { CodeSchema } from '../second-factors/second-factor.schema.ts'
import { TokenPairView, toTokenPairView } from '../tokens/token.schema.ts'
import type { Issued } from '../tokens/token.ts'
import { UserView } from '../users/user.schema.ts'

export const WechatSessionBody = Type.Object(
  {
    /** From `wx.login`: works once, for five minutes. */
    code: Type.String({ minLength: 1, maxLength: 128 }),
    inviterId: Type.Optional(IdSchema),
  },
  { additionalProperties: false },
)

export const WechatSessionView = Type.Object(
  {
    ...TokenPairView.properties,
    isNew: Type.Boolean(),
    user: UserView,
  },
  { title: 'WechatSessionView' },
)

export const PasswordSessionBody = Type.Object(
  {
    login: Type.String({ minLength: 1, maxLength: 64 }),
    password: Type.String({ minLength: 1, maxLength: 128 }),
    /** At the first login, or after a reset. */
    newPassword: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    captchaId: Type.Optional(IdSchema),
    captchaAnswer: Type.Optional(Type.String({ minLength: 1, maxLength: 10 })),
    /** Asked of administrators who switched their second factor on. */
    secondFactorCode: Type.Optional(CodeSchema),
  },
  { additionalProperties: false },
)

export const PasswordSessionView = Type.Object(
  {
    ...TokenPairView.properties,
    id: IdSchema,
    merchantId: Type.Optional(IdSchema),
    roles: Type.Array(Type.String()),
    permissions: Type.Array(Type.String()),
  },
  { title: 'PasswordSessionView' },
)

/** @param accessToken the signed claims. */
export function toPasswordSessionView(accessToken: string, issued: Issued) {
  const { sub, mid, roles = [], perms = [] } = issued.claims
  return {
    ...toTokenPairView(accessToken, issued),
    id: sub,
    ...(mid !== undefined && { merchantId: mid }),
    roles: [...roles],
    permissions: [...perms],
  }
}
