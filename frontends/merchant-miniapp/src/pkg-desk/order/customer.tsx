import { Button, Chip, Row, Sheet, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState } from 'react'
import { api, type Order, type Recipient } from '../../api'
import { useMay } from '../../stores/desk'
import { useT } from '../../words'

const REASONS = ['revealShortage', 'revealPickup', 'revealDelivery', 'revealAftersale'] as const

/** Who gets the goods: masked, and in clear for who may call and says why. */
export function Customer({ order }: { readonly order: Order }) {
  const t = useT()
  const mayReveal = useMay('user:pii:reveal')
  const [asking, setAsking] = useState(false)
  const [shown, setShown] = useState<Recipient>()
  const reveal = useAction(async (reason: string) => {
    setShown(await api.revealOrderRecipient({ path: { id: order.id }, body: { reason } }))
  })
  const masked = order.recipient
  if (!masked && !mayReveal) return null
  const call = (phone: string): void =>
    // Turned back from the dialler: nothing is lost.
    void Taro.makePhoneCall({ phoneNumber: phone }).catch(() => undefined)
  return (
    <>
      <Row
        title={t('customer')}
        {...(masked && { value: `${masked.name} ${masked.phone}`, tone: 'strong' as const })}
        {...(mayReveal && { note: t('revealHint'), onTap: () => setAsking(true) })}
      />
      <Sheet title={t('revealTitle')} visible={asking} onClose={() => setAsking(false)}>
        {shown ? (
          <>
            <View className='customer__name'>{shown.name}</View>
            <View className='customer__phone'>{shown.phone}</View>
            {shown.address !== '' && <View className='ll-muted'>{shown.address}</View>}
            <View className='customer__call'>
              <Button block size='large' onTap={() => call(shown.phone)}>
                {t('call')}
              </Button>
            </View>
          </>
        ) : (
          <>
            <View className='ll-muted'>{t('revealWhy')}</View>
            <View className='ll-wrap customer__reasons'>
              {REASONS.map((reason) => (
                <Chip key={reason} disabled={reveal.pending} onTap={() => void reveal.run(t(reason))}>
                  {t(reason)}
                </Chip>
              ))}
            </View>
          </>
        )}
      </Sheet>
    </>
  )
}
