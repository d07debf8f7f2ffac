import { canSubscribe, Row, subscribe, toast, useAction, useQuery } from '@linli/mini-ui'
import { api } from '../../api'
import { phoneCode } from '../../platform/phone-code'
import { useT } from '../../words'

/**
 * WeChat's messages of new orders, for the time the app is closed: each tap allows one more. Nothing where there is
 * nothing to ask for: in a browser, and where the platform has no such template.
 */
export function OrderNotices() {
  const t = useT()
  const { data, reload } = useQuery(canSubscribe ? 'order-notices' : undefined, () =>
    api.listSubscriptionTemplates({ query: { scene: 'DESK' } }),
  )
  const allow = useAction(async () => {
    // First of all: WeChat asks inside the tap alone.
    const results = await subscribe((data ?? []).map(({ templateId }) => templateId))
    if (results.length === 0) return
    const isAllowed = results.some(({ result }) => result === 'accept')
    if (isAllowed) await api.bindStaffWechat({ body: { code: await phoneCode() } })
    await api.reportSubscriptions({ body: { results: [...results] } })
    toast(t(isAllowed ? 'noticesAllowed' : 'noticesRefused'))
    await reload()
  })
  const [first] = data ?? []
  if (!first) return null
  return (
    <Row
      icon='mobile'
      title={t('notices')}
      note={t(first.banned ? 'noticesBanned' : 'noticesNote')}
      value={t('noticesLeft', { n: first.credits })}
      onTap={() => void allow.run()}
    />
  )
}
