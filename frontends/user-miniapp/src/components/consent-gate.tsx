import { Button, Sheet, Tap, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { type ReactNode, useState } from 'react'
import { go } from '../routes'
import { useConsent } from '../stores/consent'
import { useSession } from '../stores/session'
import { useT } from '../words'

type Gate = {
  /** Goes on at once for whoever has agreed, and after they have agreed for everybody else. */
  readonly pass: (next: () => void) => void
  /** To be put into the page. */
  readonly sheet: ReactNode
}

/** Nothing is asked of WeChat, and nothing of a person is kept, before they have agreed to the texts as they are now. */
export function useConsentGate(): Gate {
  const t = useT()
  const { agreed, agree, report } = useConsent()
  const [waiting, setWaiting] = useState<{ readonly next: () => void }>()
  const accept = useAction(async () => {
    agree(true)
    const { next } = waiting ?? {}
    setWaiting(undefined)
    if (useSession.getState().tokens) await report()
    next?.()
  })
  const sheet = (
    <Sheet title={t('consentTitle')} visible={waiting !== undefined} onClose={() => setWaiting(undefined)}>
      <View className='consent'>
        <View>{t('consentText')}</View>
        <View className='consent__texts'>
          <Tap className='consent__link' onTap={() => go('agreement', { tab: 'terms' })}>
            {t('agreementUser')}
          </Tap>
          <Tap className='consent__link' onTap={() => go('agreement', { tab: 'privacy' })}>
            {t('agreementPrivacy')}
          </Tap>
        </View>
        <Button block size='large' loading={accept.pending} onTap={() => void accept.run()}>
          {t('consentYes')}
        </Button>
        <Button block kind='text' onTap={() => setWaiting(undefined)}>
          {t('consentNo')}
        </Button>
      </View>
    </Sheet>
  )
  return { pass: (next) => (agreed ? next() : setWaiting({ next })), sheet }
}
