import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Folder by URL prefix; the longest prefix wins. Each folder is a single-page application. */
export type Sites = Readonly<Record<string, string>>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}
const PACKED = new Set(['.html', '.js', '.css', '.json', '.svg'])
const HASHED = /[.-][\w-]{8,}\.\w+$/

/** Taro writes one inline script; pictures come from the object storage, uploads go there. */
export const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  'img-src * data: blob:',
  "connect-src 'self' http://127.0.0.1:* http://*.localhost:* https:",
  "frame-ancestors 'self'",
  "base-uri 'self'",
].join('; ')

const packed = new Map<string, { readonly time: number; readonly bytes: Buffer }>()

/** Answers a GET from the sites: the file, else the site's index.html. @returns false when no site has the path */
export function serveFile(sites: Sites, request: IncomingMessage, response: ServerResponse): boolean {
  const path = decoded(request.url ?? '/')
  if (path === undefined) return false
  const prefix = Object.keys(sites)
    .filter((each) => path.startsWith(each) || path === each.slice(0, -1))
    .sort((a, b) => b.length - a.length)[0]
  const folder = prefix === undefined ? undefined : sites[prefix]
  if (prefix === undefined || folder === undefined) return false
  const wanted = normalize(join(folder, path.slice(prefix.length)))
  const inside = wanted === folder || wanted.startsWith(folder + sep)
  const file = inside && isFile(wanted) ? wanted : join(folder, 'index.html')
  // A missing script must not be answered with a page.
  const missing = file !== wanted && extname(wanted) !== '' && extname(wanted) !== '.html'
  if (missing || !isFile(file)) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found\n')
    return true
  }
  send(file, request, response)
  return true
}

function send(file: string, request: IncomingMessage, response: ServerResponse): void {
  const kind = extname(file)
  const { size, mtimeMs } = statSync(file)
  const headers = {
    'content-type': TYPES[kind] ?? 'application/octet-stream',
    'cache-control': HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    vary: 'accept-encoding',
  }
  const zip = PACKED.has(kind) && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  if (zip) {
    const bytes = zipped(file, mtimeMs)
    response.writeHead(200, { ...headers, 'content-encoding': 'gzip', 'content-length': bytes.length })
    response.end(request.method === 'HEAD' ? undefined : bytes)
    return
  }
  response.writeHead(200, { ...headers, 'content-length': size })
  if (request.method === 'HEAD') response.end()
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response)
}

function zipped(file: string, time: number): Buffer {
  const known = packed.get(file)
  if (known?.time === time) return known.bytes
  const bytes = gzipSync(readFileSync(file))
  packed.set(file, { time, bytes })
  return bytes
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

/** @returns undefined for a path that is no valid text */
function decoded(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.split(/[?#]/)[0] ?? '/')
    return path.includes('\0') ? undefined : path
  } catch {
    return undefined
  }
}
