import { createHash, createHmac } from 'node:crypto'

export const md5Hex = (data: string | Buffer): string => createHash('md5').update(data).digest('hex')

export const md5Base64 = (data: string | Buffer): string => createHash('md5').update(data).digest('base64')

export const sha1Hex = (data: string | Buffer): string => createHash('sha1').update(data).digest('hex')

export const sha256Hex = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')

export const hmacSha256 = (key: string | Buffer, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest()

/** Joined with nothing between: `signature = sha1(rawData + session_key)` of the mini-program API. */
export const sha1Concat = (...parts: string[]): string => sha1Hex(parts.join(''))

/** Parts sorted by code unit, then joined: the signature of the mini-program message push. */
export const sha1SortedConcat = (...parts: string[]): string => sha1Hex([...parts].sort().join(''))
