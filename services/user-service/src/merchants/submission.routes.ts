import { inTransaction } from '@linli/events'
import { Envelope, IdParams, ok, type Routes, staffOf } from '@linli/http'
import { originOf } from '../audit-logs/origin.ts'
import type { Deps, Work } from '../deps.ts'
import { gatherLicence } from './gather-licence.ts'
import { lockMerchant } from './merchant.store.ts'
import { settleSubmission } from './settle-submission.ts'
import {
  MerchantAuditBody,
  MerchantSubmissionsView,
  MerchantSubmissionView,
  SubmitDocumentsBody,
  toSubmissionView,
  UpdateMyMerchantBody,
} from './submission.schema.ts'
import { listSubmissions, saveDraft } from './submission.store.ts'
import { submitDocuments } from './submit-documents.ts'

const tags = ['merchants']

/** A shop's documents: written by its owner, decided by the platform. */
export const submissionRoutes: Routes<Deps> = (app, deps) => {
  const listed = async (merchantId: string) => {
    const submissions = await listSubmissions(deps.sql, merchantId)
    const items = submissions.map((each) => toSubmissionView(each, deps.vault))
    return ok({ items }, deps.clock.now())
  }

  app.put(
    '/merchant/merchants/me',
    {
      config: { audience: 'merchant', permission: 'merchant:write' },
      schema: {
        operationId: 'updateMyMerchant',
        summary: 'Write the documents of my shop; nothing of them counts before they are approved',
        tags,
        body: UpdateMyMerchantBody,
        response: { 200: Envelope(MerchantSubmissionView) },
      },
    },
    async (request) => {
      const { merchantId } = staffOf(request)
      const { version, licenceNumber, contactName, contactPhone, ...open } = request.body
      const licenceUrl = await gatherLicence(deps, { merchantId, licenceKey: open.licenceKey })
      const sealed = deps.vault.seal(JSON.stringify({ licenceNumber, contactName, contactPhone }))
      const submission = await inTransaction(deps, async (work: Work) => {
        await lockMerchant(work, merchantId)
        return saveDraft(work, { merchantId, sealed, licenceUrl, ...open }, version)
      })
      return ok(toSubmissionView(submission, deps.vault), deps.clock.now())
    },
  )

  app.get(
    '/merchant/merchants/me/submissions',
    {
      config: { audience: 'merchant', permission: 'merchant:write' },
      schema: {
        operationId: 'listMySubmissions',
        summary: 'The documents of my shop and what was decided, newest first',
        tags,
        response: { 200: Envelope(MerchantSubmissionsView) },
      },
    },
    (request) => listed(staffOf(request).merchantId),
  )

  app.post(
    '/merchant/merchants/me/submissions',
    {
      config: { audience: 'merchant', permission: 'merchant:write' },
      schema: {
        operationId: 'submitMyMerchant',
        summary: 'Hand the documents of my shop in',
        tags,
        body: SubmitDocumentsBody,
        response: { 200: Envelope(MerchantSubmissionsView) },
      },
    },
    async (request) => {
      const { merchantId } = staffOf(request)
      const { version } = request.body
      await inTransaction(deps, (work: Work) =>
        submitDocuments(work, { merchantId, version, origin: originOf(request) }),
      )
      return listed(merchantId)
    },
  )

  app.get(
    '/admin/merchants/:id/submissions',
    {
      config: { audience: 'admin', permission: 'merchant:read' },
      schema: {
        operationId: 'listMerchantSubmissions',
        summary: 'The documents of a shop with who decided what and when, newest first',
        tags,
        params: IdParams,
        response: { 200: Envelope(MerchantSubmissionsView) },
      },
    },
    (request) => listed(request.params.id),
  )

  app.post(
    '/admin/merchants/:id/audits',
    {
      config: { audience: 'admin', permission: 'merchant:audit' },
      schema: {
        operationId: 'auditMerchant',
        summary: 'Approve or reject the documents a shop handed in',
        tags,
        params: IdParams,
        body: MerchantAuditBody,
        response: { 200: Envelope(MerchantSubmissionsView) },
      },
    },
    async (request) => {
      const merchantId = request.params.id
      await inTransaction(deps, (work: Work) =>
        settleSubmission(work, { merchantId, ...request.body, origin: originOf(request) }),
      )
      return listed(merchantId)
    },
  )
}
