import { Row, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useEffect } from 'react'
import { api, type Me } from '../../api'
import { useConsentGate } from '../../components/consent-gate'
import { useParams } from '../../platform/params'
import { PhoneButton } from '../../platform/phone-button'
import { goInstead } from '../../routes'
import { useConsent } from '../../stores/consent'
import { useT } from '../../words'

type PhoneProps = { readonly me: Me; readonly onChanged: (me: Me) => void }

/** The number WeChat knows; only its last digits are ever shown. */
export function Phone({ me, onChanged }: PhoneProps) {
  const t = useT()
  const { phoneCode, error } = useParams()
  const { agreed, report } = useConsent()
  const consent = useConsentGate()
  const { run, pending } = useAction(async (code: string): Promise<void> => {
    // The server takes no number without a consent it knows of.
    await report()
    onChanged(await api.bindMyPhone({ body: { code } }))
    toast(t('phoneBound'))
  })
  // Back from the simulated WeChat of the browser.
  useEffect(() => {
    if (phoneCode)
      void run(phoneCode).finally(() => goInstead('profile')) // a code serves once: none is left behind
    else if (error) toast(t('phoneFailed'))
  }, [phoneCode, error])
  return (
    <>
      <Row
        title={t('phone')}
        note={t('phoneNote')}
        value={
          <>
            {me.phoneMasked || t('phoneNone')}
            <View className='phone-bind'>
              <PhoneButton
                loading={pending}
                mayAsk={agreed}
                onRefused={() => consent.pass(() => undefined)}
                onCode={(code) => void run(code)}
              >
                {t(me.phoneMasked === '' ? 'phoneBind' : 'phoneRebind')}
              </PhoneButton>
            </View>
          </>
        }
      />
      {consent.sheet}
    </>
  )
}
