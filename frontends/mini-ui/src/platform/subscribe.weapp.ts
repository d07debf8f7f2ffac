import Taro from '@tarojs/taro'
import type { SubscribeAnswer } from './subscribe.types'

export const canSubscribe = true

const RESULTS = ['accept', 'reject', 'ban', 'filter'] as const

/** Only inside a tap. @returns what the person said to each */
export async function subscribe(templateIds: readonly string[]): Promise<readonly SubscribeAnswer[]> {
  const said = await Taro.requestSubscribeMessage({ tmplIds: [...templateIds], entityIds: [] }).catch(
    () => undefined,
  )
  if (!said) return []
  const answers = said as Readonly<Record<string, unknown>>
  return templateIds.flatMap((templateId) => {
    const result = RESULTS.find((one) => one === answers[templateId])
    return result ? [{ templateId, result }] : []
  })
}
