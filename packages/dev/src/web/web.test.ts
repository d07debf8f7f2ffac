import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forward } from './forward.ts'
import { serveFile } from './static-files.ts'

const directory = mkdtempSync(join(tmpdir(), 'linli-web-'))
const listening: Server[] = []

const listen = async (server: Server): Promise<string> => {
  listening.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

let web = ''
beforeAll(async () => {
  for (const site of ['user', 'merchant']) {
    mkdirSync(join(directory, site, 'js'), { recursive: true })
    writeFileSync(join(directory, site, 'index.html'), `<p>${site}</p>`)
  }
  writeFileSync(join(directory, 'user', 'js', 'app.0123abcd.js'), 'let a = 1')
  writeFileSync(join(directory, 'secret.txt'), 'secret')
  const api = await listen(
    createServer((incoming, answer) => {
      incoming.on('data', (chunk: Buffer) => answer.write(chunk))
      incoming.on('end', () => answer.end(` ${incoming.method} ${incoming.url} ${incoming.headers.host}`))
    }),
  )
  const sites = { '/': join(directory, 'user'), '/merchant/': join(directory, 'merchant') }
  web = await listen(
    createServer((incoming, answer) => {
      if (forward({ '/api/': api, '/down/': 'http://127.0.0.1:1' }, incoming, answer)) return
      if (!serveFile(sites, incoming, answer)) answer.writeHead(400).end()
    }),
  )
})
afterAll(() => {
  for (const server of listening) server.close()
  rmSync(directory, { recursive: true })
})

/** A path as it is: `fetch` would clean it. */
const raw = (path: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(web)
    const asked = request({ port, path }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })

test('a deep link of each app opens that app', async () => {
  for (const [path, site] of [
    ['/', 'user'],
    ['/pkg-order/detail/index?id=1', 'user'],
    ['/merchant/', 'merchant'],
    ['/merchant', 'merchant'],
    ['/merchant/pages/today/index', 'merchant'],
  ] as const)
    expect(await (await fetch(`${web}${path}`)).text(), path).toBe(`<p>${site}</p>`)
})

test('hashed files stay in the cache, pages do not, a missing script is missing', async () => {
  const script = await fetch(`${web}/js/app.0123abcd.js`)
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect(script.headers.get('content-encoding')).toBe('gzip')
  expect(await script.text()).toBe('let a = 1')
  expect((await fetch(`${web}/`)).headers.get('cache-control')).toBe('no-cache')
  expect((await fetch(`${web}/js/gone.js`)).status).toBe(404)
})

test('nothing outside of the folders is served', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/js/..%2f..%2fsecret.txt',
    '/merchant/../../secret.txt',
  ])
    expect((await raw(path)).text, path).not.toContain('secret')
  expect((await raw('/%E0%A4%A')).status).toBe(400)
})

test('the API gets the request as the browser sent it', async () => {
  const answer = await fetch(`${web}/api/v1/orders?a=1`, { method: 'POST', body: 'hello' })
  expect(await answer.text()).toBe(`hello POST /api/v1/orders?a=1 ${new URL(web).host}`)
})

test('an API that is down is a 503 in the envelope', async () => {
  const answer = await fetch(`${web}/down/x`)
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({ code: 1902, data: null })
})
