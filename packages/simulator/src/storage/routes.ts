import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { rawBody } from '../pay/mch-route.ts'
import type { Sim } from '../sim.ts'
import { authorize, type Caller } from './authorize.ts'
import { dropObject, headObject, putObject, readObject, refuseOverwrite } from './objects.ts'
import { accessDenied, errorXml, invalidArgument, noSuchBucket, OssError } from './oss-error.ts'
import type { OssRequest } from './oss-signature.ts'
import { postObject } from './post-object.ts'
import type { StoredObject } from './stored-object.ts'

type Call = { sim: Sim; request: FastifyRequest; reply: FastifyReply; bucket: string; key: string }

/** Path style below /oss: `/oss/<bucket>/<key>` stands for `https://<bucket>.oss-….aliyuncs.com/<key>`. */
export function storageRoutes(app: FastifyInstance, sim: Sim): void {
  const methods = [
    ['GET', 'oss.get', getRoute],
    ['HEAD', 'oss.head', headRoute],
    ['PUT', 'oss.put', putRoute],
    ['DELETE', 'oss.delete', deleteRoute],
  ] as const
  for (const [method, name, handle] of methods) {
    app.route({
      method,
      url: '/oss/:bucket/*',
      config: { name },
      handler: (request, reply) => answer(sim, { request, reply }, handle),
    })
  }
  for (const url of ['/oss/:bucket', '/oss/:bucket/']) {
    app.post(url, { config: { name: 'oss.post' } }, (request, reply) =>
      answer(sim, { request, reply }, postObject),
    )
  }
}

async function answer(
  sim: Sim,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  handle: (call: Call) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const requestId = sim.random.hex(24).toUpperCase()
  reply.header('x-oss-request-id', requestId)
  const { bucket = '', '*': encodedKey = '' } = request.params as { bucket?: string; '*'?: string }
  try {
    if (bucket !== sim.keys.oss.bucket) throw noSuchBucket()
    return await handle({ sim, request, reply, bucket, key: encodedKey })
  } catch (error) {
    if (!(error instanceof OssError)) throw error
    const body = request.method === 'HEAD' ? '' : errorXml(error, requestId)
    return reply.code(error.status).type('application/xml').send(body)
  }
}

function identify({ sim, request, bucket, key }: Call): Caller {
  const [, search = ''] = (request.raw.url ?? '/').split('?')
  const query = search
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string | undefined] => {
      const [name = '', ...value] = pair.split('=')
      return [decode(name), value.length === 0 ? undefined : decode(value.join('='))]
    })
  const signed: OssRequest = {
    method: request.method,
    bucket,
    key,
    query,
    headers: request.headers,
    additionalHeaders: [],
  }
  return authorize(signed, sim.keys.oss, sim.clock.wire())
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalidArgument('The query is not URL encoded')
  }
}

function mayRead(call: Call): void {
  if (identify(call) === 'anonymous' && call.sim.keys.oss.acl === 'private') {
    throw accessDenied('You have no right to access this object because of bucket acl.')
  }
}

function mayWrite(call: Call): void {
  if (identify(call) === 'anonymous') throw accessDenied('You have no right to access this object.')
}

const describe = (reply: FastifyReply, object: StoredObject): FastifyReply =>
  reply
    .type(object.content_type)
    .headers({ etag: object.etag, 'content-md5': object.md5, 'x-oss-object-type': 'Normal' })
    .header('last-modified', new Date(object.modified_at).toUTCString())

async function getRoute(call: Call): Promise<FastifyReply> {
  mayRead(call)
  const object = headObject(call.sim, call.bucket, call.key)
  if (call.request.headers['if-none-match'] === object.etag) return call.reply.code(304).send()
  return describe(call.reply, object).send(await readObject(call.sim, object))
}

async function headRoute(call: Call): Promise<FastifyReply> {
  mayRead(call)
  const object = headObject(call.sim, call.bucket, call.key)
  return describe(call.reply, object).header('content-length', object.size).send('')
}

async function putRoute(call: Call): Promise<FastifyReply> {
  mayWrite(call)
  const { sim, request, reply, bucket, key } = call
  if (request.headers['x-oss-forbid-overwrite'] === 'true') refuseOverwrite(sim, bucket, key)
  const source = request.headers['x-oss-copy-source']
  const object =
    typeof source === 'string'
      ? await copy(call, source)
      : { content: rawBody(request), contentType: typeOf(request) }
  const stored = await putObject(sim, { bucket, key, ...object })
  reply.headers({ etag: stored.etag, 'content-md5': stored.md5 })
  if (source === undefined) return reply.code(200).send()
  return reply
    .type('application/xml')
    .send(`<CopyObjectResult><ETag>${stored.etag}</ETag></CopyObjectResult>`)
}

const typeOf = (request: FastifyRequest): string =>
  request.headers['content-type'] ?? 'application/octet-stream'

async function copy(
  { sim, bucket }: Call,
  source: string,
): Promise<{ content: Buffer; contentType: string }> {
  const [, from, key] = /^\/([^/]+)\/(.+)$/.exec(decode(source)) ?? []
  if (from !== bucket || key === undefined) throw invalidArgument('x-oss-copy-source is wrong')
  const object = headObject(sim, bucket, key)
  return { content: await readObject(sim, object), contentType: object.content_type }
}

/** Deleting what is not there succeeds. */
async function deleteRoute(call: Call): Promise<FastifyReply> {
  mayWrite(call)
  await dropObject(call.sim, call.bucket, call.key)
  return call.reply.code(204).send()
}
