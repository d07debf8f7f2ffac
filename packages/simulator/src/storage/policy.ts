import type { OssFile } from '../keys/files.ts'
import { isJson } from '../pay/rules.ts'
import { parseCredential } from './authorize.ts'
import type { Form } from './multipart.ts'
import { invalidArgument, OssError, policyDenied, signatureMismatch, unknownKey } from './oss-error.ts'
import { OSS_ALGORITHM, signOss } from './oss-signature.ts'

/** Without these three in its conditions a V4 policy could be replayed under another credential. */
const MUST_CONDITION = ['x-oss-signature-version', 'x-oss-credential', 'x-oss-date']

export type Upload = { bucket: string; key: string; contentType: string; form: Form }

/** Signature, expiry and every condition of a PostObject; throws OssError. `wire` is epoch ms. */
export function checkPolicy(upload: Upload, oss: OssFile, wire: number): void {
  const { fields } = upload.form
  const encoded = fields.get('policy')
  if (encoded === undefined) throw policyDenied('Policy is missing.')
  if (fields.get('x-oss-signature-version') !== OSS_ALGORITHM) {
    throw invalidArgument('x-oss-signature-version must be OSS4-HMAC-SHA256')
  }
  const { accessKeyId, scope } = parseCredential(fields.get('x-oss-credential') ?? '')
  if (accessKeyId !== oss.accessKeyId) throw unknownKey()
  if (scope.region !== oss.region) throw invalidArgument('Invalid signing region in credential.')
  if (signOss(oss.accessKeySecret, scope, encoded) !== fields.get('x-oss-signature'))
    throw signatureMismatch()
  const policy = decode(encoded)
  const expiration = Date.parse(policy.expiration)
  if (Number.isNaN(expiration)) throw policyDenied('Invalid expiration.')
  if (wire > expiration) throw policyDenied('Policy expired.')
  for (const name of MUST_CONDITION) {
    if (!policy.conditions.some((condition) => fieldOf(condition) === name)) {
      throw policyDenied(`Policy Condition failed: ${name} is missing`)
    }
  }
  for (const condition of policy.conditions) checkCondition(condition, upload)
}

type Condition = Record<string, unknown> | unknown[]

function decode(encoded: string): { expiration: string; conditions: Condition[] } {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))
    if (isJson(parsed) && typeof parsed.expiration === 'string' && Array.isArray(parsed.conditions)) {
      return { expiration: parsed.expiration, conditions: parsed.conditions as Condition[] }
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw policyDenied('Invalid JSON.')
}

/** `{"bucket": "x"}` is short for `["eq", "$bucket", "x"]`. */
const fieldOf = (condition: Condition): string | undefined => {
  const name = Array.isArray(condition) ? condition[1] : Object.keys(condition)[0]
  return typeof name === 'string' ? name.replace(/^\$/, '').toLowerCase() : undefined
}

function checkCondition(condition: Condition, upload: Upload): void {
  if (!Array.isArray(condition)) {
    const [name, expected] = Object.entries(condition)[0] ?? []
    checkCondition(['eq', `$${name}`, expected], upload)
    return
  }
  const [operator, subject, expected] = condition
  if (operator === 'content-length-range') {
    checkSize(upload.form.file.content.length, subject, expected)
    return
  }
  const name = fieldOf(condition) ?? ''
  const actual = fieldValue(name, upload)
  const list = Array.isArray(expected) ? expected : []
  const holds =
    (operator === 'eq' && actual === expected) ||
    (operator === 'starts-with' && actual?.startsWith(String(expected))) ||
    (operator === 'in' && list.includes(actual)) ||
    (operator === 'not-in' && actual !== undefined && !list.includes(actual))
  if (!holds) throw policyDenied(`Policy Condition failed: ${JSON.stringify(condition)}`)
}

function fieldValue(name: string, upload: Upload): string | undefined {
  if (name === 'bucket') return upload.bucket
  if (name === 'key') return upload.key
  if (name === 'content-type') return upload.contentType
  return upload.form.fields.get(name)
}

function checkSize(size: number, least: unknown, most: unknown): void {
  if (size < Number(least)) {
    throw new OssError(
      400,
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size.',
    )
  }
  if (size > Number(most)) {
    throw new OssError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.')
  }
}
