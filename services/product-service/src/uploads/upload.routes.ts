import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, type Routes, staffOf } from '@linli/http'
import type { Static } from 'typebox'
import type { Deps } from '../deps.ts'
import { createUpload } from './create-upload.ts'
import { AnnounceUploadBody, UploadView } from './upload.schema.ts'
import type { Upload } from './upload.ts'

const LIMIT = { name: 'upload', max: 120, windowMs: 60_000, whenUnavailable: 'allow' } as const

/** Signed direct upload (P16): the file goes from the client to storage, never through us. */
export const uploadRoutes: Routes<Deps> = (app, deps) => {
  const schema = (operationId: string) => ({
    operationId,
    summary: 'A signed form for one file',
    tags: ['uploads'],
    body: AnnounceUploadBody,
    response: { 201: Envelope(UploadView) },
  })

  app.post(
    '/merchant/uploads',
    {
      config: { audience: 'merchant', permission: 'upload:write', limit: LIMIT },
      schema: schema('announceMerchantUpload'),
    },
    async (request, reply) => {
      const { merchantId, id: actorId } = staffOf(request)
      const upload = await inTransaction(deps, (work) =>
        createUpload(work, { ...request.body, merchantId, actorId }),
      )
      return reply.code(201).send(created(formOf(deps, upload), deps.clock.now()))
    },
  )

  app.post(
    '/admin/uploads',
    {
      config: { audience: 'admin', permission: 'upload:write', limit: LIMIT },
      schema: schema('announceAdminUpload'),
    },
    async (request, reply) => {
      const { id: actorId } = adminOf(request)
      const announced = { ...request.body, merchantId: null, actorId }
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
