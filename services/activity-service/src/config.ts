import { Type } from 'typebox'

/** The environment of this service, beside what all eight read. */
export const Config = Type.Object({
  COUPON_RETURN_EXTENSION_DAYS: Type.Integer({
    minimum: 0,
    maximum: 90,
    default: 7,
    description: 'how long a returned coupon that ran out lives on; 0 = it is lost',
  }),
})
