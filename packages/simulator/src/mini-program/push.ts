import { request } from 'undici'
import { sha1SortedConcat } from '../crypto/digest.ts'
import { sealPush } from '../crypto/push-cipher.ts'
import type { Json } from '../pay/rules.ts'
import type { Sim } from '../sim.ts'
import { unixSeconds } from '../time/format.ts'

export type Push = {
  url: string
  token: string
  /** 43 characters: secure mode. Absent: plain mode. */
  encoding_aes_key?: string
  /** The event, such as `{"Event": "subscribe_msg_popup_event", …}`. */
  message: Json
}

const TIME_LIMIT_MS = 5000

/** Sends one message push as the platform does; the receiver must answer `success`. */
export async function push(sim: Sim, { url, token, encoding_aes_key, message }: Push) {
  const text = JSON.stringify({ ToUserName: 'gh_linli', CreateTime: now(sim), ...message })
  const query = stamp(sim, token)
  if (encoding_aes_key === undefined) return send(sim, `${url}?${query.toString()}`, text)
  const frame = { appId: sim.keys.app.appId, random16: sim.random.hex(16) }
  const Encrypt = sealPush(text, encoding_aes_key, frame)
  const parts = [query.get('timestamp') ?? '', query.get('nonce') ?? '', Encrypt]
  query.set('encrypt_type', 'aes')
  query.set('msg_signature', sha1SortedConcat(token, ...parts))
  return send(sim, `${url}?${query.toString()}`, JSON.stringify({ ToUserName: 'gh_linli', Encrypt }))
}

const now = (sim: Sim): number => unixSeconds(sim.clock.wire())

function stamp(sim: Sim, token: string): URLSearchParams {
  const timestamp = String(now(sim))
  const nonce = sim.random.digits(9)
  return new URLSearchParams({ signature: sha1SortedConcat(token, timestamp, nonce), timestamp, nonce })
}

async function send(sim: Sim, url: string, body: string): Promise<{ status: number; answer: string }> {
  const response = await request(url, {
    dispatcher: sim.outgoing,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/4.0' },
    body,
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  })
  return { status: response.statusCode, answer: await response.body.text() }
}
