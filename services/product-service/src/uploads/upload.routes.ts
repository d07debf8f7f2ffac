import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, type Routes, staffOf, userOf } from '@linli/http'
import type { Static, TSchema } from 'typebox'
import type { Deps } from '../deps.ts'
import { createUpload } from './create-upload.ts'
import { AnnouncePortraitBody, AnnounceUploadBody, UploadView } from './upload.schema.ts'
import { ownedByMerchant, ownedByUser, PLATFORM, type Upload } from './upload.ts'

/** Somebody changes a portrait now and then. */
const PORTRAIT_LIMIT = { name: 'portrait', max: 10, windowMs: 60_000, whenUnavailable: 'allow' } as const
const LIMIT = { name: 'upload', max: 120, windowMs: 60_000, whenUnavailable: 'allow' } as const

/** Signed direct upload (P16): the file goes from the client to storage, never through us. */
export const uploadRoutes: Routes<Deps> = (app, deps) => {
  const schema = <Body extends TSchema>(operationId: string, body: Body) => ({
    operationId,
    summary: 'A signed form for one file',
    tags: ['uploads'],
    body,
    response: { 201: Envelope(UploadView) },
  })

  app.post(
    '/uploads',
    {
      config: { audience: 'user', limit: PORTRAIT_LIMIT },
      schema: schema('announceUpload', AnnouncePortraitBody),
    },
    async (request, reply) => {
      const { id: actorId } = userOf(request)
      const announced = { ...request.body, owner: ownedByUser(actorId), actorId }
      const upload = await inTransaction(deps, (work) => createUpload(work, announced))
      return reply.code(201).send(created(formOf(deps, upload), deps.clock.now()))
    },
  )

  app.post(
    '/merchant/uploads',
    {
      config: { audience: 'merchant', permission: 'upload:write', limit: LIMIT },
      schema: schema('announceMerchantUpload', AnnounceUploadBody),
    },
    async (request, reply) => {
      const { merchantId, id: actorId } = staffOf(request)
      const owner = ownedByMerchant(merchantId)
      const upload = await inTransaction(deps, (work) =>
        createUpload(work, { ...request.body, owner, actorId }),
      )
      return reply.code(201).send(created(formOf(deps, upload), deps.clock.now()))
    },
  )

  app.post(
    '/admin/uploads',
    {
      config: { audience: 'admin', permission: 'upload:write', limit: LIMIT },
      schema: schema('announceAdminUpload', AnnounceUploadBody),
    },
    async (request, reply) => {
      const { id: actorId } = adminOf(request)
      const announced = { ...request.body, owner: PLATFORM, actorId }
      const upload = await inTransaction(deps, (work) => createUpload(work, announced))
      return reply.code(201).send(created(formOf(deps, upload), deps.clock.now()))
    },
  )
}

function formOf(
  { storage }: Deps,
  { id, objectKey, contentType, sizeBytes }: Upload,
): Static<typeof UploadView> {
  const form = storage.uploadForm({ key: objectKey, contentType, maxBytes: sizeBytes })
  const { url, fields, expiresAt } = form
  return {
    id,
    key: objectKey,
    url,
    fields,
    publicUrl: storage.url(objectKey),
    expiresAt: expiresAt.toISOString(),
  }
}
