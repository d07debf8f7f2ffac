import { chmodSync, copyFileSync, mkdirSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { KEY_FILES } from '@linli/simulator'

const DATA_KEYS = 'data-keys.json'
const wechat = (name: keyof typeof KEY_FILES) => `wechat/${KEY_FILES[name]}`

/** What each process gets, from the folder of all keys: what the charts' `secretFiles` say. */
export const KEYS_OF: Readonly<Record<string, readonly string[]>> = {
  user: ['jwt-private.json', DATA_KEYS, wechat('staffApp')],
  product: [wechat('oss')],
  order: ['quote.key', DATA_KEYS],
  payment: [wechat('merchantKey'), wechat('apiV3Key'), wechat('platformPublic'), DATA_KEYS],
  delivery: [DATA_KEYS],
  points: [],
  activity: [],
  message: [DATA_KEYS, wechat('sms'), wechat('staffApp')],
  gateway: [],
  simulator: Object.values(KEY_FILES)
    .filter((name) => name !== KEY_FILES.merchantKey && name !== KEY_FILES.merchantCertificate)
    .map((name) => `wechat/${name}`),
}

/** Everybody verifies tokens. */
const FOR_ALL = 'jwt-public.json'
const READ_ONLY = 0o400

/** Copies to `<secrets>/<process>/` what is its own; a reader never sees half a file. Twice changes nothing. */
export function handOut(keys: string, secrets: string): void {
  for (const [name, files] of Object.entries(KEYS_OF)) {
    const folder = join(secrets, name)
    mkdirSync(folder, { recursive: true })
    for (const file of [FOR_ALL, ...files]) {
      const target = join(folder, basename(file))
      copyFileSync(join(keys, file), `${target}.new`)
      chmodSync(`${target}.new`, READ_ONLY)
      renameSync(`${target}.new`, target)
    }
  }
}
