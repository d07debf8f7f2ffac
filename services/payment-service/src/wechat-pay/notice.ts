import { type Notice, NoticeErrors } from '../channels/channel.ts'
import { isJson, type Json, parseJson, readRefund, readTrade, textOf } from './answer.ts'
import { openSealed } from './cipher.ts'

const ALGORITHM = 'AEAD_AES_256_GCM'

/** A notice whose signature has been checked. @throws NOTICE_UNREADABLE */
export function readVerifiedNotice(body: Buffer, apiV3Key: Buffer): Notice {
  const message = parseJson(body.toString('utf8'))
  const id = textOf(message?.id)
  const eventType = textOf(message?.event_type)
  if (!message || !id || id.length > 64 || !eventType) throw NoticeErrors.NOTICE_UNREADABLE()
  const about = { id, eventType }
  try {
    if (eventType === 'TRANSACTION.SUCCESS') {
      return { ...about, kind: 'trade', trade: readTrade(open(message, apiV3Key)) }
    }
    if (/^REFUND\.(SUCCESS|ABNORMAL|CLOSED)$/.test(eventType)) {
      const resource = open(message, apiV3Key)
      return { ...about, kind: 'refund', refund: readRefund(resource), mchid: textOf(resource.mchid) }
    }
  } catch (error) {
    throw NoticeErrors.NOTICE_UNREADABLE({ id }, error)
  }
  return { ...about, kind: 'other' }
}

function open(message: Json, apiV3Key: Buffer): Json {
  const { resource } = message
  if (!isJson(resource) || resource.algorithm !== ALGORITHM) throw new Error('an unknown algorithm')
  const text = openSealed(
    {
      ciphertext: textOf(resource.ciphertext),
      nonce: textOf(resource.nonce),
      associatedData: textOf(resource.associated_data),
    },
    apiV3Key,
  )
  const opened = parseJson(text)
  if (!opened) throw new Error('the resource is not an object')
  return opened
}
