import { canSubscribe, subscribe, useQuery } from '@linli/mini-ui'
import { api } from '../api'
import { useSignedIn } from '../stores/session'

type Scene = NonNullable<Parameters<typeof api.listSubscriptionTemplates>[0]['query']>['scene']

/**
 * WeChat's question whether we may send a message. It has to be put inside the tap itself, so what to ask for is known
 * before. @returns `offered` false where there is nothing to ask, or nobody to ask it
 */
export function useSubscription(scene: Scene): { readonly offered: boolean; ask(): Promise<void> } {
  const signedIn = useSignedIn()
  // Without an answer nothing is asked: whatever the tap is for goes on.
  const { data } = useQuery(signedIn && canSubscribe ? scene : undefined, () =>
    api.listSubscriptionTemplates({ query: { scene } }),
  )
  const templateIds = (data ?? []).filter(({ banned }) => !banned).map(({ templateId }) => templateId)
  const ask = async (): Promise<void> => {
    if (templateIds.length === 0) return
    const results = await subscribe(templateIds)
    if (results.length > 0) await api.reportSubscriptions({ body: { results: [...results] } })
  }
  return { offered: templateIds.length > 0, ask }
}
