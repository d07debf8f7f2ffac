import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes, randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type AppFile, KEY_FILES, type OssFile, type SmsFile, type StaffAppFile } from './files.ts'

const PRIVATE = 0o600

/**
 * Writes the WeChat Pay, mini-program, SMS and OSS key set of one fictional merchant into `directory`
 * (created when missing). Files that exist are kept, so it may run at every start; a public file that is
 * missing is derived from its private one. Throws only on file errors.
 */
export async function generateKeys(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const ensure = ensureIn(directory)
  const merchantKey = await ensure(KEY_FILES.merchantKey, newPrivateKey)
  const platformKey = await ensure(KEY_FILES.platformKey, newPrivateKey)
  await ensure(KEY_FILES.merchantPublic, () => publicPem(merchantKey))
  await ensure(KEY_FILES.platformPublic, () =>
    json({ [`PUB_KEY_ID_0${digits(31)}`]: publicPem(platformKey) }),
  )
  await ensure(KEY_FILES.merchantSerial, () => hex(40).toUpperCase())
  await ensure(KEY_FILES.apiV3Key, () => hex(32))
  await ensure(KEY_FILES.app, () => json(newApp()))
  await ensure(KEY_FILES.staffApp, () => json(newStaffApp()))
  await ensure(KEY_FILES.sms, () => json(newSms()))
  await ensure(KEY_FILES.oss, () => json(newOss()))
}

type Make = () => string | Promise<string>

/** Written beside and renamed: a half-written key file must not look finished at the next start. */
function ensureIn(directory: string): (name: string, make: Make) => Promise<string> {
  return async (name, make) => {
    const path = join(directory, name)
    if (existsSync(path)) return readFile(path, 'utf8')
    const text = await make()
    await writeFile(`${path}.new`, text, { mode: PRIVATE })
    await rename(`${path}.new`, path)
    return text
  }
}

async function newPrivateKey(): Promise<string> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

const publicPem = (privatePem: string): string =>
  createPublicKey(createPrivateKey(privatePem)).export({ type: 'spki', format: 'pem' }).toString()

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const hex = (length: number): string => randomBytes(length / 2).toString('hex')

const digits = (length: number): string => Array.from({ length }, () => randomInt(10)).join('')

const newStaffApp = (): StaffAppFile => ({ appId: `wx${hex(16)}`, appSecret: hex(32) })

const newApp = (): AppFile => ({ ...newStaffApp(), mchid: `16${digits(8)}` })

const newSms = (): SmsFile => ({
  provider: 'aliyun',
  aliyun: { accessKeyId: `LTAI5t${hex(18)}`, accessKeySecret: hex(30), signName: '邻里' },
  tencent: {
    secretId: `AKID${hex(32)}`,
    secretKey: hex(32),
    sdkAppId: `14${digits(8)}`,
    signName: '邻里',
    region: 'ap-guangzhou',
  },
  templates: {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the provider's own placeholder syntax
    code: { id: 'SMS_100000001', text: '验证码${code}，5分钟内有效，请勿告诉他人。' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the provider's own placeholder syntax
    ready: { id: 'SMS_100000002', text: '您的订单${order}已到${place}，取货码${code}。' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the provider's own placeholder syntax
    refunded: { id: 'SMS_100000003', text: '您的订单${order}已退款${amount}元。' },
  },
})

const newOss = (): OssFile => ({
  region: 'cn-hangzhou',
  bucket: 'linli-media',
  accessKeyId: `LTAI5t${hex(18)}`,
  accessKeySecret: hex(30),
  acl: 'public-read',
})
