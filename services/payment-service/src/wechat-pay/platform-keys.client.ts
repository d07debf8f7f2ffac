import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Clock } from '@linli/core'
import type { Log } from '@linli/service'
import { publicKeyOf } from './signature.ts'

/** WeChat Pay's keys by `Wechatpay-Serial`: a public key id or the serial of a platform certificate. */
export type PlatformKeys = {
  /** Several are valid at once while the provider switches (wechat.md §2.5). */
  keyOf(id: string): KeyObject | undefined
  /** The one our requests name, so that answers are signed with it. */
  preferredId(): string
}

const REREAD_EVERY_MS = 60_000

/**
 * @param file WECHATPAY_PUBLIC_KEYS_FILE: `{ id: PEM }`. An unknown id makes it be read again, at most once a minute,
 * so that a key can be added while the service runs.
 */
export function loadPlatformKeys(file: string, { clock, log }: { clock: Clock; log: Log }): PlatformKeys {
  const read = () => {
    const pems = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    return new Map(Object.entries(pems).map(([id, pem]) => [id, publicKeyOf(pem)]))
  }
  let keys = read()
  let readAt = clock.now().getTime()
  const [preferred] = keys.keys()
  if (!preferred) throw new Error('no WeChat Pay public key is configured')

  const reread = () => {
    const now = clock.now().getTime()
    if (now - readAt < REREAD_EVERY_MS) return
    readAt = now
    try {
      keys = read()
    } catch (error) {
      log.error({ err: error }, 'WeChat Pay keys cannot be read again; the old ones stay')
    }
  }
  return {
    preferredId: () => preferred,
    keyOf(id) {
      const known = keys.get(id)
      if (known) return known
      log.error({ serial: id.slice(0, 64) }, 'a WeChat Pay key is unknown')
      reread()
      return keys.get(id)
    },
  }
}
