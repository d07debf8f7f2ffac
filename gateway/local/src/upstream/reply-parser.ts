/** What a reply consists of, in order. Header lists are flat: name, value, name, value. */
export type Reply = {
  /** `length` is -1 when the head does not say. */
  onHead(status: number, headers: string[], length: number): void
  onData(chunk: Buffer): void
  onEnd(): void
}

export type ReplyParser = {
  /** Begins a new reply. */
  expect(headRequest: boolean): void
  /** `done` and `bad` are final for this reply. */
  feed(chunk: Buffer, reply: Reply): 'more' | 'done' | 'bad'
  /** The service closed: was that the end of the reply? */
  finish(): boolean
  reusable(): boolean
  /** What `Keep-Alive: timeout=` promised. */
  keepAliveMs(): number | undefined
}

type State =
  | 'head'
  | 'length'
  | 'until-close'
  | 'chunk-size'
  | 'chunk-data'
  | 'chunk-end'
  | 'trailer'
  | 'done'

const MAX_HEAD = 64 * 1024
const MAX_LINE = 1024
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'trailer',
  'upgrade',
])

/** HTTP/1.1 replies of our own services: what Fastify writes, read strictly. */
export function createReplyParser(): ReplyParser {
  let state: State = 'head'
  let held: Buffer | undefined
  let remaining = 0
  let headRequest = false
  let keepAlive = true
  let keepAliveMs: number | undefined

  /** Reads a head ending in an empty line. False when it makes no sense. */
  function readHead(text: string, reply: Reply): boolean {
    const lines = text.split('\r\n')
    const status = Number(/^HTTP\/1\.1 ([1-5]\d\d)(?: |$)/.exec(lines[0] ?? '')?.[1])
    if (!status) return false
    if (status < 200) return status !== 101 // an interim reply; the real one follows
    const headers: string[] = []
    let length = -1
    let chunked = false
    keepAlive = true
    for (let i = 1; i < lines.length; i++) {
      const line = lines[i] ?? ''
      const colon = line.indexOf(':')
      if (colon < 1) return false
      const name = line.slice(0, colon)
      const value = line.slice(colon + 1).trim()
      const lower = name.toLowerCase()
      if (!HOP_BY_HOP.has(lower)) headers.push(name, value)
      if (lower === 'content-length') {
        if (length !== -1 || !/^\d{1,15}$/.test(value)) return false
        length = Number(value)
      } else if (lower === 'transfer-encoding') {
        if (value.toLowerCase() !== 'chunked') return false
        chunked = true
      } else if (lower === 'connection') keepAlive = value.toLowerCase() !== 'close'
      else if (lower === 'keep-alive') keepAliveMs = keepAliveOf(value) ?? keepAliveMs
    }
    if (chunked && length !== -1) return false
    const bodyless = headRequest || status === 204 || status === 304
    state = bodyless || length === 0 ? 'done' : chunked ? 'chunk-size' : length > 0 ? 'length' : 'until-close'
    remaining = length
    if (state === 'until-close') keepAlive = false
    reply.onHead(status, headers, length)
    return true
  }

  /** The bytes up to `end`, with what was held back before; nothing while they are not all there. */
  function take(chunk: Buffer, end: string, most: number): { text: string; rest: Buffer } | 'more' | 'bad' {
    const all = held ? Buffer.concat([held, chunk]) : chunk
    const at = all.indexOf(end)
    if (at === -1) {
      held = all
      return all.length > most ? 'bad' : 'more'
    }
    held = undefined
    return { text: all.toString('latin1', 0, at), rest: all.subarray(at + end.length) }
  }

  function pass(chunk: Buffer, reply: Reply): Buffer {
    const part = chunk.length > remaining ? chunk.subarray(0, remaining) : chunk
    remaining -= part.length
    reply.onData(part)
    return chunk.subarray(part.length)
  }

  function readLine(line: string): boolean {
    if (state === 'chunk-size') {
      if (!/^[0-9a-fA-F]{1,8}(?:;|$)/.test(line)) return false
      remaining = Number.parseInt(line, 16)
      state = remaining === 0 ? 'trailer' : 'chunk-data'
    } else if (state === 'chunk-end') {
      if (line !== '') return false
      state = 'chunk-size'
    } else if (line === '') state = 'done' // trailers are dropped
    return true
  }

  return {
    expect(isHead) {
      state = 'head'
      held = undefined
      headRequest = isHead
    },
    feed(chunk, reply) {
      let rest = chunk
      while (state !== 'done') {
        if (rest.length === 0) return 'more'
        if (state === 'length' || state === 'chunk-data') {
          rest = pass(rest, reply)
          if (remaining === 0) state = state === 'length' ? 'done' : 'chunk-end'
        } else if (state === 'until-close') {
          reply.onData(rest)
          return 'more'
        } else {
          const isHead = state === 'head'
          const taken = take(rest, isHead ? '\r\n\r\n' : '\r\n', isHead ? MAX_HEAD : MAX_LINE)
          if (typeof taken === 'string') return taken
          if (!(isHead ? readHead(taken.text, reply) : readLine(taken.text))) return 'bad'
          rest = taken.rest
        }
      }
      return rest.length > 0 ? 'bad' : 'done'
    },
    finish: () => state === 'until-close',
    reusable: () => keepAlive && state === 'done',
    keepAliveMs: () => keepAliveMs,
  }
}

function keepAliveOf(value: string): number | undefined {
  const seconds = /timeout=(\d+)/.exec(value)?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}
