import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inRoot } from './paths.ts'
import { runTethered } from './tethered.ts'

export const AUDIENCES = ['user', 'merchant', 'admin'] as const
export type Audience = (typeof AUDIENCES)[number]

export interface PublicJwtKey {
  kid: string
  aud: Audience
  kty: 'OKP'
  crv: 'Ed25519'
  x: string
  pem: string
}
export interface PublicJwtKeys {
  keys: PublicJwtKey[]
}
export interface PrivateJwtKeys {
  keys: (PublicJwtKey & { d: string })[]
}

/** One Ed25519 key per audience; the private file holds the public parts too. */
export function jwtKeys(): { private: PrivateJwtKeys; public: PublicJwtKeys } {
  const keys = AUDIENCES.map((aud) => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const { x, d } = privateKey.export({ format: 'jwk' })
    if (!x || !d) throw new Error('an Ed25519 key without its parts')
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
    return { kid: `${aud}-1`, aud, kty: 'OKP' as const, crv: 'Ed25519' as const, x, pem, d }
  })
  return { private: { keys }, public: { keys: keys.map(({ d: _, ...key }) => key) } }
}

const hex32 = (): string => randomBytes(32).toString('hex')

/** Writes a secret file that only its owner may read; a reader never sees half of it. */
export function writeKeyFile(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const next = `${file}.${process.pid}.tmp`
  writeFileSync(next, content, { mode: 0o600 })
  renameSync(next, file)
}

/** Makes the keys of the platform that are missing in `dir`; existing ones stay. Returns the names it made. */
export function generatePlatformKeys(dir: string): string[] {
  const made: string[] = []
  const once = (name: string, content: () => string): void => {
    if (existsSync(join(dir, name))) return
    writeKeyFile(join(dir, name), content())
    made.push(name)
  }
  if (!existsSync(join(dir, 'jwt-private.json')) || !existsSync(join(dir, 'jwt-public.json'))) {
    const keys = jwtKeys()
    writeKeyFile(join(dir, 'jwt-public.json'), JSON.stringify(keys.public, null, 2))
    writeKeyFile(join(dir, 'jwt-private.json'), JSON.stringify(keys.private, null, 2))
    made.push('jwt-private.json', 'jwt-public.json')
  }
  once('data-keys.json', () => JSON.stringify({ current: 'k1', keys: { k1: hex32() }, indexKey: hex32() }))
  once('quote.key', hex32)
  once('postgres.password', hex32)
  return made
}

const WECHAT_FILES = [
  'merchant.key.pem',
  'merchant.serial',
  'platform.pub.json',
  'apiv3.key',
  'app.json',
  'staff-app.json',
  'sms.json',
  'oss.json',
]

/** The platform's own keys and, from the simulator, those of the providers. True when something was made. */
export async function generateAllKeys(dir: string): Promise<boolean> {
  const made = generatePlatformKeys(dir)
  const wechat = join(dir, 'wechat')
  const source = inRoot('packages', 'simulator', 'src', 'index.ts')
  if (!existsSync(source) || WECHAT_FILES.every((name) => existsSync(join(wechat, name))))
    return made.length > 0
  // In a process of its own: this one stays for as long as the platform runs and should stay small.
  const script = 'const { generateKeys } = await import(process.argv[1]); await generateKeys(process.argv[2])'
  const args = ['--input-type=module', '-e', script, pathToFileURL(source).href, wechat]
  await runTethered(process.execPath, args)
  return true
}
