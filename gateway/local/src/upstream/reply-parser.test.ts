import { describe, expect, it } from 'vitest'
import { createReplyParser } from './reply-parser.ts'

type Seen = {
  status: number
  headers: string[]
  length: number
  body: string
  result: string
  reusable: boolean
  finished: boolean
}

/** Feeds a reply in pieces of `size` bytes. */
function parse(
  text: string,
  { size = text.length, head = false }: { size?: number; head?: boolean } = {},
): Seen {
  const parser = createReplyParser()
  parser.expect(head)
  const seen: Seen = {
    status: 0,
    headers: [],
    length: 0,
    body: '',
    result: 'more',
    reusable: false,
    finished: false,
  }
  const reply = {
    onHead: (status: number, headers: string[], length: number) =>
      void Object.assign(seen, { status, headers, length }),
    onData: (chunk: Buffer) => {
      seen.body += chunk.toString('latin1')
    },
    onEnd: () => undefined,
  }
  const bytes = Buffer.from(text, 'latin1')
  for (let at = 0; at < bytes.length && seen.result === 'more'; at += size) {
    seen.result = parser.feed(bytes.subarray(at, at + size), reply)
  }
  return { ...seen, reusable: parser.reusable(), finished: parser.finish() }
}

const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\n\r\n5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nTrailer: x\r\n\r\n'
const LENGTH = 'HTTP/1.1 201 Created\r\ncontent-length: 5\r\nX-A:  b \r\nConnection: keep-alive\r\n\r\nhello'

describe.each([[1], [2], [3], [7], [1000]])('in pieces of %i bytes', (size) => {
  it('reads a body of known length', () => {
    expect(parse(LENGTH, { size })).toEqual({
      status: 201,
      headers: ['content-length', '5', 'X-A', 'b'],
      length: 5,
      body: 'hello',
      result: 'done',
      reusable: true,
      finished: false,
    })
  })

  it('reads a chunked body, without its framing', () => {
    expect(parse(CHUNKED, { size })).toMatchObject({
      headers: ['X-A', '1'],
      length: -1,
      body: 'hello world',
      result: 'done',
    })
  })

  it('skips interim replies', () => {
    expect(parse(`HTTP/1.1 100 Continue\r\n\r\n${LENGTH}`, { size })).toMatchObject({
      status: 201,
      body: 'hello',
      result: 'done',
    })
  })

  it('reads to the end of the connection when no length is given', () => {
    const seen = parse('HTTP/1.1 200 OK\r\n\r\nhello', { size })
    expect(seen).toMatchObject({ body: 'hello', result: 'more', reusable: false, finished: true })
  })
})

it.each([
  ['204', 'HTTP/1.1 204 No Content\r\n\r\n', false],
  ['304', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n', false],
  ['an empty body', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', false],
  ['an answer to HEAD', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n', true],
])('expects no body after %s', (_, text, head) => {
  expect(parse(text, { head })).toMatchObject({ body: '', result: 'done', reusable: true })
})

it('does not reuse a connection that is to be closed', () => {
  expect(parse('HTTP/1.1 200 OK\r\nConnection: close\r\ncontent-length: 0\r\n\r\n').reusable).toBe(false)
})

it.each([
  ['not HTTP', 'SSH-2.0-x\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
  ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n'],
  ['a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
  ['a header without a colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
  ['a chunk size that is none', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n'],
  ['a chunk longer than it says', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n'],
  ['more than the length', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nab'],
  ['switching protocols', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
])('refuses %s', (_, text) => {
  expect(parse(text).result).toBe('bad')
})
