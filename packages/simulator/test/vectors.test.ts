import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openAead, sealAead } from '../src/crypto/aead.ts'
import { certificateSerial } from '../src/crypto/certificate.ts'
import { sha1Concat, sha1SortedConcat, sha256Hex } from '../src/crypto/digest.ts'
import { openPush, sealPush } from '../src/crypto/push-cipher.ts'
import { decryptOaep, paySignMessage, requestMessage, signRsa, verifyRsa } from '../src/crypto/rsa.ts'
import { signAcs3 } from '../src/sms/acs3.ts'
import { canonicalTc3, signTc3 } from '../src/sms/tc3.ts'
import { ossStringToSign, signOss } from '../src/storage/oss-signature.ts'

type Vector = {
  id: string
  kind: string
  key?: string
  input?: Record<string, string>
  expected: unknown
} & Record<string, unknown>
type KeyEntry = { pkcs8DerBase64?: string; spkiDerBase64?: string; x509DerBase64?: string }

const file = new URL('vectors/wechat.json', import.meta.url)
const { keys, vectors } = JSON.parse(readFileSync(file, 'utf8')) as {
  keys: Record<string, KeyEntry>
  vectors: Vector[]
}

const der = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64')
const entry = (vector: Vector): KeyEntry => keys[vector.key ?? ''] ?? {}

const privateKey = (vector: Vector): KeyObject =>
  createPrivateKey({ key: der(entry(vector).pkcs8DerBase64), format: 'der', type: 'pkcs8' })

const publicKey = (vector: Vector): KeyObject => {
  const { spkiDerBase64, x509DerBase64 } = entry(vector)
  if (x509DerBase64) return new X509Certificate(der(x509DerBase64)).publicKey
  return createPublicKey({ key: der(spkiDerBase64), format: 'der', type: 'spki' })
}

const text = (vector: Vector, field: string): string => String(vector[field] ?? '')

const aead = (vector: Vector) => ({
  key: Buffer.from(text(vector, 'keyUtf8')),
  sealed: {
    nonce: text(vector, 'nonce'),
    associatedData: text(vector, 'aad'),
    ciphertext: text(vector, 'ciphertext'),
  },
})

const CHECKS: Record<string, (vector: Vector) => void> = {
  'rsa-sha256-sign': (vector) => {
    const { input } = vector
    if (input?.method) {
      const { method = '', url = '', timestamp = '', nonce = '', body = '' } = input
      expect(requestMessage({ method, target: url, body }, timestamp, nonce)).toBe(vector.message)
    }
    if (input?.appId) {
      const { appId = '', timeStamp = '', nonceStr = '' } = input
      const message = paySignMessage({ appId, timeStamp, nonceStr, package: input.package ?? '' })
      expect(message).toBe(vector.message)
    }
    expect(signRsa(text(vector, 'message'), privateKey(vector))).toBe(vector.expected)
  },
  'rsa-sha256-verify': (vector) => {
    expect(verifyRsa(text(vector, 'message'), text(vector, 'signature'), publicKey(vector))).toBe(
      vector.expected,
    )
  },
  'authorization-header-layout': (vector) => {
    const { method = '', url = '', timestamp = '', nonce = '', body = '' } = vector.input ?? {}
    const message = requestMessage({ method, target: url, body }, timestamp, nonce)
    expect(String(vector.expected)).toContain(`signature="Sign:${message}"`)
  },
  'x509-serial': (vector) => {
    expect(certificateSerial(der(entry(vector).x509DerBase64))).toBe(vector.expected)
  },
  'aead-gcm': (vector) => {
    const { key, sealed } = aead(vector)
    if (vector.expected !== 'ok') return expect(() => openAead(sealed, key)).toThrow()
    expect(openAead(sealed, key)).toBe(vector.plaintext)
    expect(sealAead(text(vector, 'plaintext'), key, sealed)).toEqual(sealed)
  },
  'certificates-response': (vector) => {
    const response = vector.response as {
      data: { serial_no: string; encrypt_certificate: Record<string, string> }[]
    }
    for (const { serial_no, encrypt_certificate: sealed } of response.data) {
      const pem = openAead(
        {
          nonce: sealed.nonce ?? '',
          associatedData: sealed.associated_data ?? '',
          ciphertext: sealed.ciphertext ?? '',
        },
        Buffer.from(text(vector, 'keyUtf8')),
      )
      expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----/)
      expect(certificateSerial(pem)).toBe(serial_no)
    }
  },
  'rsa-oaep-sha1-decrypt': (vector) => {
    expect(decryptOaep(text(vector, 'ciphertext'), privateKey(vector))).toBe(vector.expected)
  },
  'sha1-concat': (vector) => {
    expect(sha1Concat(...(vector.parts as string[]))).toBe(vector.expected)
  },
  'sha1-sorted-concat': (vector) => {
    expect(sha1SortedConcat(...(vector.parts as string[]))).toBe(vector.expected)
  },
  'wx-push-aes256cbc-encrypt': (vector) => {
    const frame = { appId: text(vector, 'appId'), random16: text(vector, 'random16') }
    const sealed = sealPush(text(vector, 'plaintext'), text(vector, 'encodingAESKey'), frame)
    expect(sealed).toBe(vector.expected)
    const opened = openPush(sealed, text(vector, 'encodingAESKey'))
    expect(opened).toEqual({ message: vector.plaintext, appId: vector.appId })
  },
  'acs3-hmac-sha256': (vector) => {
    expect(sha256Hex(text(vector, 'canonicalRequest'))).toBe(vector.hashedCanonicalRequest)
    expect(signAcs3(text(vector, 'accessKeySecret'), text(vector, 'canonicalRequest'))).toBe(vector.expected)
  },
  'oss4-presign': (vector) => {
    const scope = { date: text(vector, 'date'), region: text(vector, 'region') }
    const dateTime = text(vector, 'stringToSign').split('\n')[1] ?? ''
    const toSign = ossStringToSign(text(vector, 'canonicalRequest'), scope, dateTime)
    expect(toSign).toBe(vector.stringToSign)
    expect(signOss(text(vector, 'accessKeySecret'), scope, toSign)).toBe(vector.expected)
  },
}

describe('vectors', () => {
  it.each(vectors)('reproduces $id', (vector) => {
    const check = CHECKS[vector.kind]
    if (!check) throw new Error(`no check for kind ${vector.kind}`)
    check(vector)
  })

  // cloud.tencent.com API 3.0 signature page, the cvm DescribeInstances example.
  it('reproduces the documented TC3 signature', () => {
    const body = Buffer.from(
      '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
    )
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    const request = { method: 'POST', path: '/', headers, body }
    const canonical = canonicalTc3(request, ['content-type', 'host'], 'cvm.tencentcloudapi.com')
    const scope = { date: '2019-02-25', service: 'cvm', timestamp: '1551113065' }
    expect(signTc3('Gu5t9xGARNpq86cd98joQYCN3EXAMPLE', canonical, scope)).toBe(
      '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
    )
  })
})
