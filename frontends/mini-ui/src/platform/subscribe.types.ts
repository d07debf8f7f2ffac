/** What the person said to one template; `filter` = WeChat did not ask. */
export type SubscribeAnswer = {
  readonly templateId: string
  readonly result: 'accept' | 'reject' | 'ban' | 'filter'
}
