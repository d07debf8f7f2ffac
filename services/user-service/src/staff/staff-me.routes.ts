import { inTransaction } from '@linli/events'
import { Envelope, ok, type Routes, staffOf } from '@linli/http'
import type { Deps, Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { issueTokens } from '../tokens/issue-tokens.ts'
import { revokeTokens } from '../tokens/revoke-tokens.ts'
import { toTokenPairView } from '../tokens/token.schema.ts'
import { StaffProfileView, StaffSwitchView, toStaffProfileView, UpdateStaffMeBody } from './staff.schema.ts'
import { chooseShop, listShops, loadMember, updateStaff } from './staff.store.ts'

const tags = ['staff']

/** A staff member's own profile and the shop they work in. */
export const staffMeRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/merchant/users/me',
    {
      config: { audience: 'merchant' },
      schema: {
        operationId: 'getStaffMe',
        summary: 'Who I am, in which shop, and what I may do',
        tags,
        response: { 200: Envelope(StaffProfileView) },
      },
    },
    async (request) => {
      const { id: staffId, merchantId } = staffOf(request)
      const [member, shops] = await Promise.all([
        loadMember(deps.sql, { staffId, merchantId }),
        listShops(deps.sql, staffId),
      ])
      return ok(toStaffProfileView(member, shops, deps.vault), deps.clock.now())
    },
  )

  app.put(
    '/merchant/users/me',
    {
      config: { audience: 'merchant' },
      schema: {
        operationId: 'updateStaffMe',
        summary: 'Change my name, or go to another of my shops and get its tokens',
        tags,
        body: UpdateStaffMeBody,
        response: { 200: Envelope(StaffSwitchView) },
      },
    },
    async (request) => {
      const { id: staffId, tokenId, merchantId: from } = staffOf(request)
      const { merchantId: to = from, name, version } = request.body
      const subject = { audience: 'merchant', subjectId: staffId } as const
      const { announce, lifetimes } = deps
      const { member, shops, issued } = await inTransaction(deps, async (work: Work) => {
        if (name !== undefined && version !== undefined) {
          await updateStaff(work, { staffId, merchantId: from, version, name })
        }
        const switches = to !== from
        if (switches) {
          await chooseShop(work, { staffId, merchantId: to })
          await revokeTokens(work, { ...subject, sessions: { tokenId }, reason: 'SHOP_CHANGED', announce })
        }
        const session = switches ? await issueTokens(work, { ...subject, lifetimes }) : null
        if (session === undefined) throw UserErrors.ACCOUNT_DISABLED()
        return {
          member: await loadMember(work.sql, { staffId, merchantId: to }),
          shops: await listShops(work.sql, staffId),
          issued: session,
        }
      })
      const tokens = issued && toTokenPairView(await deps.sign(issued.claims), issued)
      return ok({ ...toStaffProfileView(member, shops, deps.vault), tokens }, deps.clock.now())
    },
  )
}
