export type SmsMessage = {
  id: string
  provider: 'aliyun' | 'tencent'
  /** E.164 without the plus sign for mainland numbers as 11 digits: `13800000000`. */
  phone: string
  sign_name: string
  template_id: string
  params: Record<string, string>
  text: string
  out_id: string | null
  at: number
}
