import { on } from '@linli/events'
import { UserDeleted, UserRegistered } from '@linli/proto/user'
import { gatherRegisterTemplates } from '../coupon-templates/gather-coupon-template.ts'
import type { Deps, Work } from '../deps.ts'
import { forgetPerson } from './forget-person.ts'
import { grantCoupons } from './grant-coupons.ts'

export const couponSubscriptions = (deps: Deps) => [
  on(UserRegistered, async (work: Work, { userId }) =>
    grantCoupons(work, userId, await gatherRegisterTemplates(deps)),
  ),
  on(UserDeleted, (work: Work, { userId }) => forgetPerson(work, userId)),
]
