import { CommonErrors } from '@linli/core'

/** An opaque page cursor over the values of the sort key. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** @throws BAD_CURSOR when it is not one of ours with `length` values. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(values) && values.length === length && values.every(isKey)) return values
  } catch (error) {
    throw CommonErrors.BAD_CURSOR(undefined, error)
  }
  throw CommonErrors.BAD_CURSOR()
}

function isKey(value: unknown): value is string | number {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
}
