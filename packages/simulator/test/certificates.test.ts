import { X509Certificate } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { openAead } from '../src/crypto/aead.ts'
import { responseMessage, verifyRsa } from '../src/crypto/rsa.ts'
import { useReceiver } from './support/receiver.ts'
import { orderBody, paidOrder, type Reply, useSimulator } from './support/simulator.ts'

const world = useSimulator()
const receiver = useReceiver()

afterEach(() => world().sim.control.reset())

type Listed = {
  serial_no: string
  encrypt_certificate: Record<'nonce' | 'associated_data' | 'ciphertext', string>
}

async function download(): Promise<Map<string, X509Certificate>> {
  const { json } = await world().call('GET', '/v3/certificates')
  const opened = (json.data as Listed[]).map(({ serial_no, encrypt_certificate: sealed }) => {
    const { nonce, ciphertext, associated_data: associatedData } = sealed
    const pem = openAead({ nonce, ciphertext, associatedData }, world().keys.apiV3Key)
    return [serial_no, new X509Certificate(pem)] as const
  })
  return new Map(opened)
}

const isSignedBy = ({ headers, text }: Reply, certificate: X509Certificate | undefined): boolean => {
  const header = (name: string) => headers.get(name) ?? ''
  const message = responseMessage(header('wechatpay-timestamp'), header('wechatpay-nonce'), text)
  return certificate !== undefined && verifyRsa(message, header('wechatpay-signature'), certificate.publicKey)
}

const order = (headers: Record<string, string> = {}) =>
  world().call('POST', '/v3/pay/transactions/jsapi', { body: orderBody(world().keys), headers })

describe('platform certificates', () => {
  it('do not exist for merchants in public-key mode', async () => {
    const reply = await world().call('GET', '/v3/certificates')
    expect(reply).toMatchObject({ status: 404, json: { code: 'RESOURCE_NOT_EXISTS' } })
  })

  it('are X.509, self-consistent, and sign the answers in certificate mode', async () => {
    world().sim.control.settings.set({ key_mode: 'certificate' })
    const certificates = await download()
    const [[serial, certificate] = []] = [...certificates]
    expect(certificate?.serialNumber).toBe(serial)
    expect(certificate?.verify(certificate.publicKey)).toBe(true)
    const reply = await order()
    expect(reply.headers.get('wechatpay-serial')).toBe(serial)
    expect(isSignedBy(reply, certificate)).toBe(true)
  })

  it('rotate: two at once, the newest signs, the caller may name the other', async () => {
    const { control } = world().sim
    control.settings.set({ key_mode: 'certificate' })
    const [old = ''] = [...(await download()).keys()]
    const { serial_no } = await control.rotateCertificate()
    const certificates = await download()
    expect([...certificates.keys()]).toEqual([old, serial_no])
    expect(isSignedBy(await order(), certificates.get(serial_no))).toBe(true)
    expect(isSignedBy(await order({ 'wechatpay-serial': old }), certificates.get(old))).toBe(true)
    const byPublicKey = await order({ 'wechatpay-serial': world().keys.publicKeyId })
    expect(byPublicKey.headers.get('wechatpay-serial')).toBe(world().keys.publicKeyId)
  })

  it('share the callbacks with the public key during the switch', async () => {
    world().sim.control.settings.set({ key_mode: 'grey', grey_share: 0.5 })
    for (let count = 0; count < 40; count += 1) await paidOrder(world(), { notify_url: receiver.url })
    const serials = receiver.received.map(({ headers }) => headers['wechatpay-serial'])
    const byPublicKey = serials.filter((serial) => serial === world().keys.publicKeyId).length
    expect(byPublicKey).toBeGreaterThan(5)
    expect(byPublicKey).toBeLessThan(35)
  })
})
