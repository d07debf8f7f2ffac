import { Button, Card, Chip, Icon, Row, Sheet, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { api, type Settlement } from '../../api'
import { go } from '../../routes'
import { useT } from '../../words'

type DestinationProps = {
  readonly mode: 'SELF_PICKUP' | 'HOME'
  readonly pickupPoint: Settlement['pickupPoint']
  readonly addressId: string | undefined
  readonly onAddress: (id: string) => void
}

/** Where it goes: the pickup point of the chosen community, or one of the person's addresses. */
export function Destination({ mode, pickupPoint, addressId, onAddress }: DestinationProps) {
  const t = useT()
  return mode === 'HOME' ? (
    <HomeAddress addressId={addressId} onAddress={onAddress} />
  ) : (
    <Card pad={false}>
      <Row
        icon='shop'
        title={pickupPoint?.name ?? t('homeChooseAction')}
        note={
          pickupPoint
            ? `${pickupPoint.address} · ${t('openingHours', { hours: pickupPoint.openingHours })}`
            : ''
        }
        onTap={() => go('place')}
      />
    </Card>
  )
}

function HomeAddress({ addressId, onAddress }: Pick<DestinationProps, 'addressId' | 'onAddress'>) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const query = useQuery('addresses', () => api.listAddresses({}))
  useDidShow(() => void query.reload())
  const items = query.data?.items ?? []
  const preset = items.find(({ isDefault }) => isDefault) ?? items[0]
  const chosen = items.find(({ id }) => id === addressId)
  useEffect(() => {
    if (!chosen && preset) onAddress(preset.id)
  }, [preset?.id])
  return (
    <Card pad={false}>
      <Row
        icon='location'
        title={chosen ? `${chosen.recipientName} ${chosen.phoneMasked}` : t('chooseAddress')}
        note={chosen?.fullText ?? (query.data && items.length === 0 ? t('noAddress') : '')}
        onTap={() => (items.length === 0 ? go('addressEdit') : setOpen(true))}
      />
      <Sheet
        title={t('chooseAddress')}
        visible={open}
        onClose={() => setOpen(false)}
        foot={
          <Button kind='soft' block onTap={() => go('addressEdit')}>
            {t('addAddress')}
          </Button>
        }
      >
        {items.map(({ id, recipientName, phoneMasked, fullText, label }) => (
          <View key={id} className='pick'>
            <View className='ll-grow'>
              <View className='ll-strong'>
                {recipientName} {phoneMasked}
              </View>
              <View className='ll-muted'>{fullText}</View>
            </View>
            {id === addressId ? (
              <Icon name='check-circle-filled' tone='brand' size={22} />
            ) : (
              <Chip
                onTap={() => {
                  onAddress(id)
                  setOpen(false)
                }}
              >
                {label || t('chosen')}
              </Chip>
            )}
          </View>
        ))}
      </Sheet>
    </Card>
  )
}
