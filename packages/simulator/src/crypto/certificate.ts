import { createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import * as asn1 from './der.ts'

const SHA256_WITH_RSA = '1.2.840.113549.1.1.11'
const COMMON_NAME = '2.5.4.3'
const EXPLICIT_VERSION_3 = Buffer.from([0xa0, 0x03, 0x02, 0x01, 0x02])

export type CertificateFacts = {
  serialHex: string
  commonName: string
  notBefore: number
  notAfter: number
}

/** Self-signed X.509 v3 in PEM; node:crypto reads certificates but cannot make them. Times are epoch ms. */
export function makeCertificate(privateKey: KeyObject, facts: CertificateFacts): string {
  const algorithm = asn1.sequence(asn1.objectIdentifier(SHA256_WITH_RSA), asn1.nothing())
  const name = asn1.sequence(
    asn1.set(asn1.sequence(asn1.objectIdentifier(COMMON_NAME), asn1.utf8String(facts.commonName))),
  )
  const body = asn1.sequence(
    EXPLICIT_VERSION_3,
    asn1.integer(facts.serialHex),
    algorithm,
    name,
    asn1.sequence(asn1.utcTime(facts.notBefore), asn1.utcTime(facts.notAfter)),
    name,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('RSA-SHA256', body, privateKey)
  const bytes = asn1.sequence(body, algorithm, asn1.bitString(signature))
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** Upper-case hex serial number, as `serial_no` and `Wechatpay-Serial` carry it. */
export const certificateSerial = (pemOrDer: string | Buffer): string =>
  new X509Certificate(pemOrDer).serialNumber.toUpperCase()
