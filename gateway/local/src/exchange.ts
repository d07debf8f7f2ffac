import type { IncomingMessage, ServerResponse } from 'node:http'
import { claimsIdentity } from './identity.ts'
import type { Language } from './refusals.ts'

/** One request on its way through the plugins. Header lists are flat: name, value, name, value. */
export type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  /** Normalised; empty when it is malformed. */
  readonly path: string
  /** With its `?`, or empty. */
  readonly query: string
  readonly clientIp: string
  readonly seen: SeenHeaders
  /** Head lines for the service, each with its CRLF. */
  upstreamLines: string
  /** Headers of whatever answer goes out. */
  readonly answerHeaders: string[]
  /** Set by jwt. */
  caller: Caller | undefined
  /** Read in advance by a plugin that had to know its size. */
  body: Buffer | undefined
}

export type Caller = {
  readonly consumer: string
  readonly groups: readonly string[]
  readonly credential: string
  readonly subject: string | undefined
}

/** What a plugin answers instead of the service. */
export type Answer = { readonly status: number; readonly headers: readonly string[] }
export type Step = (exchange: Exchange) => Answer | undefined | Promise<Answer | undefined>

export type SeenHeaders = {
  authorization: string | undefined
  /** More than one Authorization header: which one would the service read? */
  authorizations: number
  origin: string | undefined
  preflightMethod: string | undefined
  contentLength: string | undefined
  transferEncoding: string | undefined
  requestId: string | undefined
  forwardedFor: string | undefined
  host: string
  language: Language
}

type Use = 'pass' | 'drop' | Exclude<keyof SeenHeaders, 'authorizations' | 'language'> | 'accept-language'

const KNOWN: Readonly<Record<string, Use>> = {
  authorization: 'authorization',
  origin: 'origin',
  'access-control-request-method': 'preflightMethod',
  'accept-language': 'accept-language',
  'content-length': 'contentLength',
  'transfer-encoding': 'transferEncoding',
  'x-request-id': 'requestId',
  'x-forwarded-for': 'forwardedFor',
  host: 'host',
  // Hop by hop, or ours to say.
  connection: 'drop',
  'keep-alive': 'drop',
  'proxy-connection': 'drop',
  te: 'drop',
  trailer: 'drop',
  upgrade: 'drop',
  expect: 'drop',
  'x-real-ip': 'drop',
  'x-forwarded-proto': 'drop',
  'x-forwarded-host': 'drop',
  'x-forwarded-port': 'drop',
  'x-forwarded-path': 'drop',
  'x-forwarded-prefix': 'drop',
}
/** Said anew for the service, so the client's line is not copied. */
const REPLACED: ReadonlySet<Use> = new Set([
  'drop',
  'contentLength',
  'transferEncoding',
  'requestId',
  'forwardedFor',
  'host',
])

const useOf = new Map<string, Use>()
const MOST_NAMES = 1000

function lookUp(name: string): Use {
  const lower = name.toLowerCase()
  const use = KNOWN[lower] ?? (claimsIdentity(lower) ? 'drop' : 'pass')
  if (useOf.size < MOST_NAMES) useOf.set(name, use)
  return use
}

/** Reads the raw headers once: what the plugins look at, and the lines that are passed on. */
export function readHeaders(raw: readonly string[]): { seen: SeenHeaders; lines: string } {
  const seen: SeenHeaders = {
    authorization: undefined,
    authorizations: 0,
    origin: undefined,
    preflightMethod: undefined,
    contentLength: undefined,
    transferEncoding: undefined,
    requestId: undefined,
    forwardedFor: undefined,
    host: '',
    language: 'zh',
  }
  let lines = ''
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    const value = raw[i + 1] ?? ''
    const use = useOf.get(name) ?? lookUp(name)
    if (use === 'pass') {
      lines += `${name}: ${value}\r\n`
      continue
    }
    if (use === 'accept-language') seen.language = /^\s*en\b/i.test(value) ? 'en' : 'zh'
    else if (use === 'forwardedFor')
      seen.forwardedFor = seen.forwardedFor ? `${seen.forwardedFor}, ${value}` : value
    else if (use !== 'drop') seen[use] = value
    if (use === 'authorization') seen.authorizations += 1
    if (!REPLACED.has(use)) lines += `${name}: ${value}\r\n`
  }
  return { seen, lines }
}
