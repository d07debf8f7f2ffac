import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AppFile, KEY_FILES, type OssFile, type SmsFile, type StaffAppFile } from './files.ts'

export type Keys = {
  app: AppFile
  staffApp: StaffAppFile
  merchant: { serial: string; publicKey: KeyObject }
  platform: { publicKeyId: string; privateKey: KeyObject }
  apiV3Key: Buffer
  sms: SmsFile
  oss: OssFile
}

/** Reads the key set that `generateKeys` wrote. Throws when a file is missing or does not fit its partner. */
export function loadKeys(directory: string): Keys {
  const text = (name: string) => readFileSync(join(directory, name), 'utf8')
  const parse = <Shape>(name: string) => JSON.parse(text(name)) as Shape
  const privateKey = createPrivateKey(text(KEY_FILES.platformKey))
  const apiV3Key = Buffer.from(text(KEY_FILES.apiV3Key).trim())
  if (apiV3Key.length !== 32) throw new Error(`${KEY_FILES.apiV3Key} must hold exactly 32 bytes`)
  return {
    app: parse<AppFile>(KEY_FILES.app),
    staffApp: parse<StaffAppFile>(KEY_FILES.staffApp),
    merchant: loadMerchant(directory, text),
    platform: { publicKeyId: ownPublicKeyId(parse(KEY_FILES.platformPublic), privateKey), privateKey },
    apiV3Key,
    sms: parse<SmsFile>(KEY_FILES.sms),
    oss: parse<OssFile>(KEY_FILES.oss),
  }
}

function loadMerchant(directory: string, text: (name: string) => string): Keys['merchant'] {
  if (existsSync(join(directory, KEY_FILES.merchantCertificate))) {
    const certificate = new X509Certificate(text(KEY_FILES.merchantCertificate))
    return { serial: certificate.serialNumber.toUpperCase(), publicKey: certificate.publicKey }
  }
  return {
    serial: text(KEY_FILES.merchantSerial).trim(),
    publicKey: createPublicKey(text(KEY_FILES.merchantPublic)),
  }
}

function ownPublicKeyId(map: Record<string, string>, privateKey: KeyObject): string {
  const own = createPublicKey(privateKey)
  const id = Object.keys(map).find((key) => createPublicKey(map[key] ?? '').equals(own))
  if (!id) throw new Error(`${KEY_FILES.platformPublic} does not hold the key of ${KEY_FILES.platformKey}`)
  return id
}
