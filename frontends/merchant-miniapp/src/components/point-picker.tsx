import { Icon, Sheet, Tap } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { useDesk, usePoint } from '../stores/desk'
import { useT } from '../words'

/** The point one works at; a choice only for those who have several. */
export function PointPicker() {
  const t = useT()
  const { points, choose } = useDesk()
  const current = usePoint()
  const [open, setOpen] = useState(false)
  if (!current) return null
  return (
    <>
      <Tap className='point' disabled={points.length < 2} onTap={() => setOpen(true)}>
        <Icon name='location' tone='brand' />
        <View className='ll-strong ll-line ll-grow'>{current.name}</View>
        {points.length > 1 && <Icon name='swap' tone='muted' />}
      </Tap>
      <Sheet title={t('choosePoint')} visible={open} onClose={() => setOpen(false)}>
        {points.map(({ id, name, address }) => (
          <Tap
            key={id}
            className='ll-row point__row'
            selected={id === current.id}
            onTap={() => {
              choose(id)
              setOpen(false)
            }}
          >
            <View className='ll-row__main'>
              <View className='ll-strong'>{name}</View>
              <View className='ll-row__note'>{address}</View>
            </View>
            <Icon
              name={id === current.id ? 'check-circle-filled' : 'circle'}
              tone={id === current.id ? 'brand' : 'muted'}
              size={22}
            />
          </Tap>
        ))}
      </Sheet>
    </>
  )
}
