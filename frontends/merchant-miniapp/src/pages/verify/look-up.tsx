import { Button, Card, Chip, Input, useOnline } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { canScan } from '../../platform/scan'
import { useT } from '../../words'
import type { LookUp, Way } from './use-look-up'

const TAIL = 4

/** Where a code comes in: by camera, by hand, by a scanner gun, or as the end of a phone number. */
export function LookUpCard({ lookUp }: { readonly lookUp: LookUp }) {
  const t = useT()
  const online = useOnline()
  const [chosen, setWay] = useState<Way>('CODE')
  const [value, setValue] = useState('')
  // A phone tail can only be looked up; nothing of it could be noted.
  const way = online ? chosen : 'CODE'
  const enter = (): void => lookUp.type(value, way)
  return (
    <Card>
      {lookUp.warning !== undefined && <View className='verify__warning'>{lookUp.warning}</View>}
      {!online && <View className='verify__warning'>{t('offlineHint')}</View>}
      {canScan && (
        <View className='verify__scan'>
          <Button block size='large' loading={lookUp.pending} onTap={lookUp.scan}>
            {t('verifyScan')}
          </Button>
        </View>
      )}
      <View className='verify__ways'>
        <Chip selected={way === 'CODE'} onTap={() => setWay('CODE')}>
          {t('verifyCode')}
        </Chip>
        <Chip selected={way === 'PHONE_TAIL'} disabled={!online} onTap={() => setWay('PHONE_TAIL')}>
          {t('verifyTail')}
        </Chip>
      </View>
      <View className='verify__field'>
        <Input
          value={value}
          label={t(way === 'CODE' ? 'verifyCodeHint' : 'verifyTailHint')}
          type={way === 'CODE' ? 'text' : 'number'}
          {...(way === 'PHONE_TAIL' && { maxLength: TAIL })}
          onChange={setValue}
          onDone={enter}
        />
      </View>
      <Button
        block
        size='large'
        kind={canScan ? 'soft' : 'primary'}
        disabled={value.trim() === ''}
        loading={lookUp.pending}
        onTap={enter}
      >
        {t(online ? 'verifyGo' : 'offlineNote')}
      </Button>
    </Card>
  )
}
