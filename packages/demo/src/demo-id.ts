import { createHash } from 'node:crypto'

const DEMO_TIME = Date.UTC(2026, 0, 1).toString(16).padStart(12, '0')

/**
 * The id of a demo row: always the same for the same name, so that loading twice changes nothing and any script
 * can name a row. Shaped as UUIDv7 (RFC 9562 §5.7): the time part is 2026-01-01T00:00:00Z, the rest is the
 * SHA-256 of the name.
 * @param name kind and key, for instance `sku:organic-tomato-500g`
 */
export function demoId(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex')
  const variant = ((Number.parseInt(hash.slice(3, 4), 16) & 0x3) | 0x8).toString(16)
  return [
    DEMO_TIME.slice(0, 8),
    DEMO_TIME.slice(8),
    `7${hash.slice(0, 3)}`,
    `${variant}${hash.slice(4, 7)}`,
    hash.slice(7, 19),
  ].join('-')
}
