// The reference: the least that Fastify does for an answer of this size.
import Fastify from 'fastify'

const body = process.env.BARE_BODY ?? '{}'
const app = Fastify()
app.get('/*', (_request, reply) => reply.type('application/json; charset=utf-8').send(body))
const address = await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${address}\n`)
process.on('SIGTERM', () => process.exit(0))
