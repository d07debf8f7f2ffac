import type { FastifyReply, FastifyRequest } from 'fastify'
import { rawBody } from '../pay/mch-route.ts'
import type { Sim } from '../sim.ts'
import { parseForm } from './multipart.ts'
import { putObject, refuseOverwrite } from './objects.ts'
import { escapeXml, invalidArgument } from './oss-error.ts'
import { checkPolicy } from './policy.ts'

type PostCall = { sim: Sim; request: FastifyRequest; reply: FastifyReply; bucket: string }

/** The form upload: what `wx.uploadFile` can do. */
export async function postObject({ sim, request, reply, bucket }: PostCall): Promise<FastifyReply> {
  const form = parseForm(rawBody(request), request.headers['content-type'] ?? '')
  const { fields, file } = form
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the provider's own placeholder syntax
  const key = (fields.get('key') ?? '').replace('${filename}', file.filename)
  if (key === '') throw invalidArgument('key is missing')
  const contentType = fields.get('content-type') ?? file.contentType ?? 'application/octet-stream'
  checkPolicy({ bucket, key, contentType, form }, sim.keys.oss, sim.clock.wire())
  if (fields.get('x-oss-forbid-overwrite') === 'true') refuseOverwrite(sim, bucket, key)
  const stored = await putObject(sim, { bucket, key, contentType, content: file.content })
  reply.header('etag', stored.etag)
  const status = fields.get('success_action_status')
  if (status === '200') return reply.code(200).send()
  if (status !== '201') return reply.code(204).send()
  return reply
    .code(201)
    .type('application/xml')
    .send(
      `<PostResponse><Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key><ETag>${stored.etag}</ETag></PostResponse>`,
    )
}
