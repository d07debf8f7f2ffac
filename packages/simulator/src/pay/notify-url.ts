import { paramError } from './pay-error.ts'

/**
 * An absolute address with a path and without query. The real service also refuses plain http, IP addresses and
 * localhost; the simulator allows them, because that is where the services under test listen.
 */
export function checkNotifyUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const isComplete = parsed && ['http:', 'https:'].includes(parsed.protocol) && parsed.pathname.length > 1
  if (!isComplete || url.includes('?') || url.includes('#')) {
    throw paramError('notify_url格式错误', {
      field: '/notify_url',
      value: url,
      issue: '必须为完整的外网地址，且不能携带参数',
      location: 'body',
    })
  }
}
