import { CommonErrors } from '@linli/core'
import { expect, test } from 'vitest'
import { createLogger } from '../src/index.ts'

function aLog() {
  const lines: string[] = []
  const log = createLogger('order', 'info', { write: (line: string) => void lines.push(line) })
  return { log, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? '{}') }
}

const PHONE = '13800138000'
const secrets = {
  phone: PHONE,
  receiverPhone: PHONE,
  openid: `o-${PHONE}`,
  session_key: `s-${PHONE}`,
  accessToken: `t-${PHONE}`,
  'x-refresh-token': `r-${PHONE}`,
  password: `p-${PHONE}`,
  id_number: `n-${PHONE}`,
  address: { street: `s-${PHONE}` },
  Authorization: `Bearer ${PHONE}`,
  cookie: [`c=${PHONE}`],
}

test('secrets and personal data are redacted wherever they stand', () => {
  const { log, text } = aLog()
  log.info(secrets, 'flat')
  log.info({ a: { b: { c: { d: [{ ...secrets }] } } } }, 'deep')
  log.error({ err: CommonErrors.INTERNAL({ user: secrets }) }, 'in an error')
  log.error(
    {
      err: Object.assign(new Error('duplicate key'), {
        code: '23505',
        detail: `Key (phone)=(${PHONE}) exists`,
      }),
    },
    'in SQL',
  )
  expect(text()).not.toContain(PHONE)
  expect(text().split('\n').filter(Boolean)).toHaveLength(4)
})

test('what is needed to find a fault stays', () => {
  const { log, last } = aLog()
  const err = Object.assign(new Error('boom'), { code: '23505', constraint: 'users_phone_key' })
  log.error({ err, orderId: 'o1', phone: null, list: [1, { a: true }], at: new Date(0) }, 'failed')
  expect(last()).toMatchObject({
    service: 'order',
    msg: 'failed',
    orderId: 'o1',
    phone: null,
    list: [1, { a: true }],
    at: '1970-01-01T00:00:00.000Z',
    err: {
      type: 'Error',
      message: 'boom',
      code: '23505',
      constraint: 'users_phone_key',
      stack: expect.stringContaining('boom'),
    },
  })
})

test('a circle, bytes and great depth do not stop the log', () => {
  const { log, last } = aLog()
  const circle: Record<string, unknown> = { name: 'c' }
  circle.self = circle
  log.info({ circle, bytes: Buffer.from('abc') }, 'odd')
  expect(last()).toMatchObject({ msg: 'odd', bytes: '[3 bytes]' })
})
