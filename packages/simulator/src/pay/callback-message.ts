import { sealAead } from '../crypto/aead.ts'
import type { Signer } from '../crypto/platform-keys.ts'
import { responseMessage, signRsa } from '../crypto/rsa.ts'
import type { CallbackKind, Fault } from '../faults/fault.ts'
import type { Sim } from '../sim.ts'
import { rfc3339, unixSeconds } from '../time/format.ts'
import type { Notification } from './notification.ts'
import { isJson, type Json } from './rules.ts'
import { refundXml } from './xml.ts'

export type CallbackMessage = { headers: Record<string, string>; body: string }

const STALE_SECONDS = -301
const PROBE = 'WECHATPAY/SIGNTEST/'

/** Builds and signs one delivery anew. Every fault changes exactly one thing of an otherwise correct message. */
export async function composeCallback(
  sim: Sim,
  notification: Notification,
  faults: Fault[],
): Promise<CallbackMessage> {
  const fault = (kind: CallbackKind) => faults.find((candidate) => candidate.kind === kind)
  if (fault('xml_body') || notification.format === 'xml') {
    return {
      headers: { 'content-type': 'text/xml', 'user-agent': 'Mozilla/4.0' },
      body: refundXml(sim, notification),
    }
  }
  const body = jsonBody(sim, notification, fault)
  const stale = fault('stale_timestamp')
  const at = unixSeconds(sim.clock.wire()) + (stale ? (stale.seconds ?? STALE_SECONDS) : 0)
  const signer = await signerFor(sim, fault('wrong_key') !== undefined)
  return { body, headers: signedHeaders(sim, body, { at, signer, isProbe: fault('signtest') !== undefined }) }
}

async function signerFor(sim: Sim, isWrongKey: boolean): Promise<Signer> {
  const signer = sim.platform.forCallback()
  return isWrongKey ? { serial: signer.serial, privateKey: await sim.platform.foreignKey() } : signer
}

type Signing = { at: number; signer: Signer; isProbe: boolean }

function signedHeaders(sim: Sim, body: string, { at, signer, isProbe }: Signing): Record<string, string> {
  const nonce = sim.random.letters(32)
  const signature = signRsa(responseMessage(String(at), nonce, body), signer.privateKey)
  return {
    'content-type': 'application/json',
    accept: '*/*',
    'user-agent': 'Mozilla/4.0',
    'wechatpay-timestamp': String(at),
    'wechatpay-nonce': nonce,
    'wechatpay-serial': signer.serial,
    'wechatpay-signature': isProbe ? `${PROBE}${signature.slice(PROBE.length)}` : signature,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    'request-id': sim.ids.requestId(268578704),
  }
}

type FaultLookup = (kind: CallbackKind) => Fault | undefined

function jsonBody(sim: Sim, notification: Notification, fault: FaultLookup): string {
  const originalType = notification.kind === 'pay' ? 'transaction' : 'refund'
  const resource = alter(notification.resource, fault)
  const sealed = sealAead(JSON.stringify(resource), sim.keys.apiV3Key, {
    nonce: sim.random.letters(12),
    associatedData: originalType,
  })
  return JSON.stringify({
    id: notification.id,
    create_time: rfc3339(notification.created_at),
    resource_type: 'encrypt-resource',
    event_type:
      fault('unknown_event')?.event_type ??
      (fault('unknown_event') ? 'UNKNOWN.EVENT' : notification.event_type),
    summary: notification.summary,
    resource: {
      original_type: originalType,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: fault('tampered_ciphertext') ? flipOneBit(sealed.ciphertext) : sealed.ciphertext,
      associated_data: sealed.associatedData,
      nonce: sealed.nonce,
    },
  })
}

function alter(resource: Json, fault: FaultLookup): Json {
  const altered = fault('altered_amount')
  const foreign = fault('foreign_mchid')
  return {
    ...resource,
    ...(altered && { amount: alteredAmount(resource.amount, altered.amount) }),
    ...(foreign && { mchid: foreign.mchid ?? '1900000001' }),
  }
}

/** A refund callback claims another refund, a pay callback another total. */
function alteredAmount(amount: unknown, claimed: number | undefined): Json {
  const before = isJson(amount) ? amount : {}
  const field = 'refund' in before ? 'refund' : 'total'
  return { ...before, [field]: claimed ?? Number(before[field]) + 1 }
}

function flipOneBit(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  return bytes.toString('base64')
}
