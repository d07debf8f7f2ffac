import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'
import { openSealed } from '../src/wechat-pay/cipher.ts'
import {
  authorization,
  cashierMessage,
  isSignedBy,
  publicKeyOf,
  requestMessage,
  signMessage,
} from '../src/wechat-pay/signature.ts'
import { CLOCK_WINDOW_SECONDS, checkSigned } from '../src/wechat-pay/signed-message.ts'

type Vector = {
  id: string
  kind: string
  key?: string
  input?: Record<string, string>
  expected: unknown
} & Record<string, unknown>
type KeyEntry = { pkcs8DerBase64?: string; spkiDerBase64?: string; x509DerBase64?: string }

const { keys, vectors } = JSON.parse(
  readFileSync(new URL('vectors/wechat.json', import.meta.url), 'utf8'),
) as {
  keys: Record<string, KeyEntry>
  vectors: Vector[]
}

const der = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64')
const entry = (vector: Vector): KeyEntry => keys[vector.key ?? ''] ?? {}
const text = (vector: Vector, field: string): string => String(vector[field] ?? '')
const privateKey = (vector: Vector): KeyObject =>
  createPrivateKey({ key: der(entry(vector).pkcs8DerBase64), format: 'der', type: 'pkcs8' })

function publicKey(vector: Vector): KeyObject {
  const { spkiDerBase64, x509DerBase64 } = entry(vector)
  // A platform certificate in the key map gives its key.
  if (x509DerBase64) return publicKeyOf(new X509Certificate(der(x509DerBase64)).toString())
  return createPublicKey({ key: der(spkiDerBase64), format: 'der', type: 'spki' })
}

const stampOf = (input: Record<string, string> = {}) => ({
  timestamp: input.timestamp ?? '',
  nonce: input.nonce ?? '',
})

/** What this service does of the wire format; the rest of the vectors belongs to others (SMS, push, storage, bills). */
const CHECKS: Record<string, (vector: Vector) => void> = {
  'rsa-sha256-sign': (vector) => {
    const { input } = vector
    if (input?.method) {
      const { method, url = '', body = '' } = input
      expect(requestMessage({ method, target: url, body }, stampOf(input))).toBe(vector.message)
    }
    if (input?.appId) {
      const stamp = { timestamp: input.timeStamp ?? '', nonce: input.nonceStr ?? '' }
      expect(cashierMessage(input.appId, stamp, input.package ?? '')).toBe(vector.message)
    }
    expect(signMessage(text(vector, 'message'), privateKey(vector))).toBe(vector.expected)
  },
  'rsa-sha256-verify': (vector) => {
    const message = Buffer.from(text(vector, 'message'))
    expect(isSignedBy(message, text(vector, 'signature'), publicKey(vector))).toBe(vector.expected)
  },
  'authorization-header-layout': (vector) => {
    const { method = '', url = '', body = '' } = vector.input ?? {}
    const message = requestMessage({ method, target: url, body }, stampOf(vector.input))
    expect(String(vector.expected)).toContain(`signature="Sign:${message}"`)
  },
  'x509-serial': (vector) => {
    expect(new X509Certificate(der(entry(vector).x509DerBase64)).serialNumber).toBe(vector.expected)
  },
  'aead-gcm': (vector) => {
    const sealed = {
      ciphertext: text(vector, 'ciphertext'),
      nonce: text(vector, 'nonce'),
      associatedData: text(vector, 'aad'),
    }
    const open = () => openSealed(sealed, Buffer.from(text(vector, 'keyUtf8')))
    // A 16-byte key would be another cipher: the key itself is refused.
    if (vector.cipher !== 'aes-256-gcm') return expect(open).toThrow('32 bytes')
    if (vector.expected !== 'ok') return expect(open).toThrow()
    expect(open()).toBe(vector.plaintext)
  },
}

const ours = vectors.filter(({ kind }) => kind in CHECKS)

describe('vectors', () => {
  it.each(ours)('reproduces $id', (vector) => CHECKS[vector.kind]?.(vector))
  it('covers every kind that this service speaks', () => {
    expect(new Set(ours.map(({ kind }) => kind))).toEqual(new Set(Object.keys(CHECKS)))
  })
})

describe('wechatpay-axios-plugin agrees', () => {
  const vector = vectors.find(({ id }) => id === 'req-sign-post-body')
  if (!vector) throw new Error('no vector')
  const key = privateKey(vector)
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
  const stamp = { timestamp: '1764000000', nonce: 'abcdef0123456789abcdef0123456789' }

  it('on requests', () => {
    const request = { method: 'POST', target: '/v3/pay/transactions/jsapi?a=1', body: '{"描述":"番茄"}\n' }
    const theirs = Formatter.request(
      request.method,
      request.target,
      stamp.timestamp,
      stamp.nonce,
      request.body,
    )
    expect(requestMessage(request, stamp)).toBe(theirs)
    const signature = Rsa.sign(theirs, pem)
    expect(signMessage(theirs, key)).toBe(signature)
    const header = authorization(request, stamp, { mchid: '1900000001', serial: 'ABC', privateKey: key })
    const wanted = Formatter.authorization('1900000001', stamp.nonce, signature, stamp.timestamp, 'ABC')
    const fields = (text: string) => text.replace(/^\S+ /, '').split(',').sort()
    expect(fields(header)).toEqual(fields(wanted))
    expect(header.split(' ')[0]).toBe(wanted.split(' ')[0])
  })

  it('on answers, in both directions', () => {
    const body = '{"prepay_id":"wx"}'
    const signature = Rsa.sign(Formatter.response(stamp.timestamp, stamp.nonce, body), pem)
    const headers = {
      'wechatpay-timestamp': stamp.timestamp,
      'wechatpay-nonce': stamp.nonce,
      'wechatpay-serial': 'K',
      'wechatpay-signature': signature,
    }
    const check = (at: number, known = 'K') =>
      checkSigned(headers, Buffer.from(body), {
        now: new Date((Number(stamp.timestamp) + at) * 1000),
        keyOf: (id) => (id === known ? publicKeyOf(publicPem) : undefined),
      })
    expect(check(0)).toEqual({ valid: true, clockSkewSeconds: 0 })
    expect(check(CLOCK_WINDOW_SECONDS).valid).toBe(true)
    expect(check(CLOCK_WINDOW_SECONDS + 1).valid).toBe(false)
    expect(check(-CLOCK_WINDOW_SECONDS - 1).valid).toBe(false)
    expect(check(0, 'L').valid).toBe(false)
    expect(Rsa.verify(Formatter.response(stamp.timestamp, stamp.nonce, body), signature, publicPem)).toBe(
      true,
    )
  })

  it('on sealed resources', () => {
    const apiV3Key = '0123456789abcdef0123456789abcdef'
    const ciphertext = Aes.AesGcm.encrypt('{"a":"番茄"}', apiV3Key, 'abcdefghijkl', 'transaction')
    const sealed = { ciphertext, nonce: 'abcdefghijkl', associatedData: 'transaction' }
    expect(openSealed(sealed, Buffer.from(apiV3Key))).toBe('{"a":"番茄"}')
    expect(() => openSealed({ ...sealed, associatedData: 'refund' }, Buffer.from(apiV3Key))).toThrow()
  })
})

test('a probe signature is never valid and never throws', () => {
  const key = createPublicKey(
    createPrivateKey({ key: der(keys.goTestPrivate?.pkcs8DerBase64), format: 'der', type: 'pkcs8' }),
  )
  for (const signature of ['WECHATPAY/SIGNTEST/abc', 'a', '====', 'YWJj\n', ' ', '*'.repeat(344)]) {
    expect(isSignedBy(Buffer.from('x'), signature, key)).toBe(false)
  }
})
