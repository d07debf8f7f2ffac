import { implement } from '@linli/grpc'
import {
  LeaderStatusChanged,
  MerchantSuspended,
  UserDeleted,
  UserDisabled,
  UserQueryDefinition,
  UserRegistered,
} from '@linli/proto/user'
import { defineService } from '@linli/service'
import { addressRoutes } from './addresses/address.routes.ts'
import { addressQueries } from './addresses/address.rpc.ts'
import { adminAddressRoutes } from './addresses/admin-address.routes.ts'
import { makeFirstAdmin } from './admins/admin.jobs.ts'
import { adminRoutes } from './admins/admin.routes.ts'
import { adminSessionRoutes } from './admins/admin-session.routes.ts'
import { forgetLogs } from './audit-logs/audit-log.jobs.ts'
import { auditLogRoutes } from './audit-logs/audit-log.routes.ts'
import { auditLogSubscriptions } from './audit-logs/audit-log.subscriptions.ts'
import { forgetOldCaptchas } from './captchas/captcha.jobs.ts'
import { captchaRoutes } from './captchas/captcha.routes.ts'
import { Config } from './config.ts'
import { consentRoutes } from './consents/consent.routes.ts'
import { forgetLoginTries } from './credentials/credential.jobs.ts'
import { credentialRoutes } from './credentials/credential.routes.ts'
import { eraseLeftAccounts } from './deletions/deletion.jobs.ts'
import { deletionRoutes } from './deletions/deletion.routes.ts'
import { createDeps, type Deps } from './deps.ts'
import { adminLeaderRoutes } from './leaders/admin-leader.routes.ts'
import { leaderRoutes } from './leaders/leader.routes.ts'
import { leaderMachine } from './leaders/leader.ts'
import { levelRoutes } from './levels/level.routes.ts'
import { loginLogRoutes } from './login-logs/login-log.routes.ts'
import { merchantRoutes } from './merchants/merchant.routes.ts'
import { merchantQueries } from './merchants/merchant.rpc.ts'
import { merchantMachine } from './merchants/merchant.ts'
import { submissionRoutes } from './merchants/submission.routes.ts'
import { rotateDataKeys } from './personal-data/personal-data.jobs.ts'
import { roleRoutes } from './roles/role.routes.ts'
import { secondFactorRoutes } from './second-factors/second-factor.routes.ts'
import { passwordSessionRoutes } from './sessions/password-session.routes.ts'
import { sessionRoutes } from './sessions/session.routes.ts'
import { staffRoutes } from './staff/staff.routes.ts'
import { staffQueries } from './staff/staff.rpc.ts'
import { staffMeRoutes } from './staff/staff-me.routes.ts'
import { staffWechatRoutes } from './staff/staff-wechat.routes.ts'
import { tagRoutes } from './tags/tag.routes.ts'
import { tagQueries } from './tags/tag.rpc.ts'
import { announceTokenVersions, forgetOldTokens } from './tokens/token.jobs.ts'
import { tokenRoutes } from './tokens/token.routes.ts'
import { ownTokenStates, tokenQueries } from './tokens/token.rpc.ts'
import { phoneRoutes } from './users/phone.routes.ts'
import { liftBans } from './users/user.jobs.ts'
import { userRoutes } from './users/user.routes.ts'
import { userQueries } from './users/user.rpc.ts'
import { userSubscriptions } from './users/user.subscriptions.ts'
import { userMachine } from './users/user.ts'
import { userAdminRoutes } from './users/user-admin.routes.ts'

export const userService = defineService({
  name: 'user',
  config: Config,
  deps: createDeps,
  http: [
    sessionRoutes,
    passwordSessionRoutes,
    captchaRoutes,
    tokenRoutes,
    credentialRoutes,
    userRoutes,
    phoneRoutes,
    deletionRoutes,
    consentRoutes,
    userAdminRoutes,
    tagRoutes,
    levelRoutes,
    leaderRoutes,
    adminLeaderRoutes,
    addressRoutes,
    adminAddressRoutes,
    merchantRoutes,
    submissionRoutes,
    staffMeRoutes,
    staffWechatRoutes,
    staffRoutes,
    adminRoutes,
    adminSessionRoutes,
    secondFactorRoutes,
    roleRoutes,
    auditLogRoutes,
    loginLogRoutes,
  ],
  grpc: [
    implement(UserQueryDefinition, (deps: Deps) => ({
      ...userQueries(deps),
      ...addressQueries(deps),
      ...merchantQueries(deps),
      ...staffQueries(deps),
      ...tagQueries(deps),
      ...tokenQueries(deps),
    })),
  ],
  publishes: [UserRegistered, UserDisabled, UserDeleted, MerchantSuspended, LeaderStatusChanged],
  events: () => [...userSubscriptions(), ...auditLogSubscriptions],
  jobs: [
    makeFirstAdmin,
    announceTokenVersions,
    forgetOldTokens,
    forgetLoginTries,
    forgetOldCaptchas,
    forgetLogs,
    liftBans,
    eraseLeftAccounts,
    rotateDataKeys,
  ],
  machines: [userMachine, merchantMachine, leaderMachine],
  tokenStates: ownTokenStates,
})
