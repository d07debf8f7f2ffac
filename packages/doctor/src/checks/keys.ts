import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

const DAY_MS = 86_400_000
const CERTIFICATE_DAYS = 30
const JWT_KEY_DAYS = 180
const OPEN_TO_OTHERS = 0o077

type KeySet = { readonly keys: readonly { readonly kid: string }[] }

const tell = (problem: string, advice: string): Finding => ({ check: 'keys', problem, advice })
const ROTATE = 'docs/operations/keys.md'

/** Keys that are old, about to expire, open to others, or that do not fit together. */
export async function checkKeys({ keys, clock }: Patient): Promise<Finding[]> {
  if (keys === undefined) return []
  const now = clock.now()
  return [
    ...(await jwt(keys, now)),
    ...judgeProviderKeys(
      await readJson<Record<string, string>>(join(keys, 'wechat', 'platform.pub.json')),
      now,
    ),
    ...(await modes(keys)),
  ]
}

async function jwt(dir: string, now: Date): Promise<Finding[]> {
  const file = join(dir, 'jwt-private.json')
  const [signing, known, { mtime }] = await Promise.all([
    readJson<KeySet>(file),
    readJson<KeySet>(join(dir, 'jwt-public.json')),
    stat(file),
  ])
  const age = Math.floor((now.getTime() - mtime.getTime()) / DAY_MS)
  const published = new Set(known.keys.map(({ kid }) => kid))
  return [
    ...(age > JWT_KEY_DAYS
      ? [
          tell(
            `the keys that sign tokens are ${age} days old (at most ${JWT_KEY_DAYS})`,
            `rotate them: ${ROTATE}`,
          ),
        ]
      : []),
    ...signing.keys
      .filter(({ kid }) => !published.has(kid))
      .map(({ kid }) =>
        tell(`key ${kid} signs but is not among the public keys`, `publish it first: ${ROTATE}`),
      ),
  ]
}

/** WeChat's public keys do not expire, its older platform certificates do. @param byId id or serial → PEM */
function judgeProviderKeys(byId: Readonly<Record<string, string>>, now: Date): Finding[] {
  return Object.entries(byId).flatMap(([id, pem]) => {
    if (!pem.includes('BEGIN CERTIFICATE')) return []
    const days = Math.floor((new X509Certificate(pem).validToDate.getTime() - now.getTime()) / DAY_MS)
    if (days >= CERTIFICATE_DAYS) return []
    const when = days < 0 ? `expired ${-days} days ago` : `expires in ${days} days`
    return [
      tell(`the WeChat Pay certificate ${id} ${when}`, `add its successor or the public key: ${ROTATE}`),
    ]
  })
}

const SECRETS = [
  'jwt-private.json',
  'data-keys.json',
  'quote.key',
  'wechat/apiv3.key',
  'wechat/merchant.key.pem',
]

async function modes(dir: string): Promise<Finding[]> {
  const found = await Promise.all(
    SECRETS.map(async (name) => {
      const { mode } = await stat(join(dir, name))
      return (mode & OPEN_TO_OTHERS) === 0 ? [] : [tell(`${name} can be read by others`, `chmod 600 ${name}`)]
    }),
  )
  return found.flat()
}

const readJson = async <Content>(file: string) => JSON.parse(await readFile(file, 'utf8')) as Content
