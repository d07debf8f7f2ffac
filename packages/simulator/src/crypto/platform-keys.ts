import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Clock } from '../clock.ts'
import type { Keys } from '../keys/load.ts'
import type { SettingsBox } from '../settings.ts'
import type { Table } from '../store/store.ts'
import { DAY_MS } from '../time/format.ts'
import type { Random } from '../time/random.ts'
import { makeCertificate } from './certificate.ts'
import { sha1Hex } from './digest.ts'

export type PlatformCertificate = {
  serial_no: string
  pem: string
  private_pem: string
  effective_at: number
  expire_at: number
}

export type PlatformKeys = {
  /** Signs answers with the key the caller named in Wechatpay-Serial, else with the mode's default. */
  forResponse: (requested: string | undefined) => Signer
  forCallback: () => Signer
  /** Oldest first. Two during a rotation. */
  certificates: () => PlatformCertificate[]
  /** Adds a certificate with a new key; the old one stays valid. */
  rotate: () => Promise<PlatformCertificate>
  /** A key that is nobody's: for the `wrong_key` fault. */
  foreignKey: () => Promise<KeyObject>
}

export type Signer = { serial: string; privateKey: KeyObject }

type Parts = {
  keys: Keys
  certificates: Table<PlatformCertificate>
  settings: SettingsBox
  clock: Clock
  random: Random
}

const LIFE_MS = 5 * 365 * DAY_MS

export function createPlatformKeys(parts: Parts): PlatformKeys {
  const { keys, settings, clock, random } = parts
  const publicKeySigner = { serial: keys.platform.publicKeyId, privateKey: keys.platform.privateKey }
  const parsed = new Map<string, KeyObject>()
  let foreign: Promise<KeyObject> | undefined

  const certificates = () => {
    if (parts.certificates.size() === 0) issue(parts, keys.platform.privateKey)
    return parts.certificates
      .rows()
      .toArray()
      .sort((a, b) => a.effective_at - b.effective_at)
  }

  const signerOf = (certificate: PlatformCertificate): Signer => {
    const privateKey = parsed.get(certificate.serial_no) ?? createPrivateKey(certificate.private_pem)
    parsed.set(certificate.serial_no, privateKey)
    return { serial: certificate.serial_no, privateKey }
  }

  const newest = (): Signer => {
    const last = certificates().at(-1)
    return last ? signerOf(last) : publicKeySigner
  }

  return {
    certificates,
    forResponse: (requested) => {
      if (requested === publicKeySigner.serial) return publicKeySigner
      const named = requested === undefined ? undefined : parts.certificates.get(requested)
      if (named) return signerOf(named)
      return settings.get().key_mode === 'public_key' ? publicKeySigner : newest()
    },
    forCallback: () => {
      const { key_mode, grey_share } = settings.get()
      if (key_mode === 'certificate') return newest()
      return key_mode === 'public_key' || random.chance(grey_share) ? publicKeySigner : newest()
    },
    rotate: async () => {
      certificates()
      return issue({ ...parts, clock }, await newKey())
    },
    foreignKey: () => {
      foreign ??= newKey()
      return foreign
    },
  }
}

async function newKey(): Promise<KeyObject> {
  return (await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })).privateKey
}

function issue(
  { certificates, clock }: Pick<Parts, 'certificates' | 'clock'>,
  key: KeyObject,
): PlatformCertificate {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  // A leading 5 keeps the number positive and its hex free of a leading zero, as the real serials are.
  const serial_no = `5${sha1Hex(spki).slice(1)}`.toUpperCase()
  const effective_at = clock.now()
  const expire_at = effective_at + LIFE_MS
  const pem = makeCertificate(key, {
    serialHex: serial_no,
    commonName: 'Tenpay.com sim',
    notBefore: effective_at - DAY_MS,
    notAfter: expire_at,
  })
  const private_pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  return certificates.put(serial_no, { serial_no, pem, private_pem, effective_at, expire_at })
}
