import { inTransaction } from '@linli/events'
import { Envelope, ok, type Routes, staffOf } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { gatherCodeSession } from '../wechat/gather-code-session.ts'
import { StaffWechatBody } from './staff.schema.ts'
import { saveStaffOpenid } from './staff-wechat.store.ts'

/** Where a staff member is told of new orders while the app is closed (M05). */
export const staffWechatRoutes: Routes<Deps> = (app, deps) => {
  app.put(
    '/merchant/users/me/wechat',
    {
      config: {
        audience: 'merchant',
        limit: { name: 'staff-wechat', max: 20, windowMs: 60_000, whenUnavailable: 'allow' },
      },
      schema: {
        operationId: 'bindStaffWechat',
        summary: 'The phone whose wx.login code this is gets my notices; it logs nobody in',
        tags: ['staff'],
        body: StaffWechatBody,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { staffWechat } = deps
      if (!staffWechat) throw UserErrors.STAFF_APP_MISSING()
      const { id: staffId } = staffOf(request)
      const { openid } = await gatherCodeSession(deps, staffWechat, request.body.code)
      const phone = { appId: staffWechat.appId, openid, staffId }
      await inTransaction(deps, (work: Work) => saveStaffOpenid(work, phone))
      return ok(null, deps.clock.now())
    },
  )
}
