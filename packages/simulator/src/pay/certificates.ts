import { sealAead } from '../crypto/aead.ts'
import type { Sim } from '../sim.ts'
import { rfc3339 } from '../time/format.ts'
import type { Answer } from './mch-route.ts'
import { resourceMissing } from './pay-error.ts'

const NO_CERTIFICATE =
  '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。可查看指引https://pay.weixin.qq.com/doc/v3/merchant/4012153196'

/** GET /v3/certificates: merchants in public-key mode have none. */
export function listCertificates(sim: Sim): Answer {
  if (sim.settings.get().key_mode === 'public_key') throw resourceMissing(NO_CERTIFICATE)
  const data = sim.platform.certificates().map((certificate) => {
    const frame = { nonce: sim.random.letters(12), associatedData: 'certificate' }
    const sealed = sealAead(certificate.pem, sim.keys.apiV3Key, frame)
    return {
      serial_no: certificate.serial_no,
      effective_time: rfc3339(certificate.effective_at),
      expire_time: rfc3339(certificate.expire_at),
      encrypt_certificate: {
        algorithm: 'AEAD_AES_256_GCM',
        nonce: sealed.nonce,
        associated_data: sealed.associatedData,
        ciphertext: sealed.ciphertext,
      },
    }
  })
  return { body: { data } }
}
