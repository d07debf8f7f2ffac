/** Names inside SIM_KEYS_DIR, the layout shared with the launcher and the services. */
export const KEY_FILES = {
  merchantKey: 'merchant.key.pem',
  merchantPublic: 'merchant.pub.pem',
  merchantCertificate: 'merchant.cert.pem',
  merchantSerial: 'merchant.serial',
  platformKey: 'platform.key.pem',
  platformPublic: 'platform.pub.json',
  apiV3Key: 'apiv3.key',
  app: 'app.json',
  staffApp: 'staff-app.json',
  sms: 'sms.json',
  oss: 'oss.json',
} as const

export type AppFile = { appId: string; appSecret: string; mchid: string }

/** The second mini-program, in which staff work; it takes no payments. */
export type StaffAppFile = Pick<AppFile, 'appId' | 'appSecret'>

export type SmsTemplate = { id: string; text: string }

export type SmsFile = {
  provider: 'aliyun' | 'tencent'
  aliyun: { accessKeyId: string; accessKeySecret: string; signName: string }
  tencent: { secretId: string; secretKey: string; sdkAppId: string; signName: string; region: string }
  /** By purpose; the id is the same at both providers here. `${name}` marks the parameters, in order. */
  templates: Record<string, SmsTemplate>
}

export type OssFile = {
  region: string
  bucket: string
  accessKeyId: string
  accessKeySecret: string
  acl: 'private' | 'public-read'
}
