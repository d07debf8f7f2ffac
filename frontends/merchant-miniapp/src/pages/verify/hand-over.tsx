import { Button, Card, Icon, Picture, Stepper, Tag, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useRef, useState } from 'react'
import { api, errorCode, newKey, type Preview } from '../../api'
import { chime } from '../../platform/chime'
import { useT } from '../../words'

const PREVIEW_EXPIRED = 1529

type HandOverProps = { readonly previews: readonly Preview[]; readonly onNext: () => void }

/** What the code opens. Several orders of one person stand below each other. */
export function HandOver({ previews, onNext }: HandOverProps) {
  const t = useT()
  return (
    <>
      <View className='verify__found ll-between'>
        <View className='ll-strong'>{t('verifyFound', { n: previews.length })}</View>
        <Button size='small' kind='text' onTap={onNext}>
          {t('verifyNext')}
        </Button>
      </View>
      {previews.map((preview) => (
        <OnePreview key={preview.delivery.id} preview={preview} onNext={onNext} />
      ))}
    </>
  )
}

type OnePreviewProps = { readonly preview: Preview; readonly onNext: () => void }

function OnePreview({ preview, onNext }: OnePreviewProps) {
  const t = useT()
  const { delivery, previewToken } = preview
  const [taking, setTaking] = useState<Readonly<Record<string, number>>>(() =>
    Object.fromEntries(delivery.lines.map(({ lineId, remainingQty }) => [lineId, remainingQty])),
  )
  const [outcome, setOutcome] = useState<'all' | 'part'>()
  // One key for one act: pressing again after a lost answer hands nothing over twice.
  const attempt = useRef<{ what: string; key: string }>()
  const total = Object.values(taking).reduce((sum, qty) => sum + qty, 0)
  const hand = useAction(
    async () => {
      const lines = Object.entries(taking)
        .filter(([, qty]) => qty > 0)
        .map(([lineId, qty]) => ({ lineId, qty }))
      const what = JSON.stringify(lines)
      if (attempt.current?.what !== what) attempt.current = { what, key: newKey() }
      const { complete } = await api.createVerification({
        body: { previewToken, lines },
        key: attempt.current.key,
      })
      chime('done')
      setOutcome(complete ? 'all' : 'part')
    },
    (error) => {
      chime('wrong')
      if (errorCode(error) !== PREVIEW_EXPIRED) return false
      toast(t('verifyExpired'))
      onNext()
      return true
    },
  )
  if (outcome)
    return (
      <Card>
        <View className='verify__done'>
          <Icon name='check-circle-filled' tone='brand' size={56} />
          <View className='ll-strong'>{t(outcome === 'all' ? 'verifyDone' : 'verifyPart')}</View>
          <Button block size='large' onTap={onNext}>
            {t('verifyNext')}
          </Button>
        </View>
      </Card>
    )
  return (
    <Card pad={false}>
      <View className='verify__order ll-between'>
        <View className='ll-strong'>{delivery.orderNo}</View>
        <Tag tone='brand'>{delivery.title}</Tag>
      </View>
      {delivery.lines.map(({ lineId, productName, specText, imageUrl, remainingQty, heldQty, pickedQty }) => (
        <View key={lineId} className='line'>
          <Picture className='line__picture' src={imageUrl} alt='' />
          <View className='ll-grow'>
            <View className='ll-strong ll-line'>{productName}</View>
            <View className='ll-muted ll-line'>{specText}</View>
            <View className='ll-inline'>
              <Tag tone='amber'>{t('verifyLeft', { n: remainingQty })}</Tag>
              {heldQty > 0 && <Tag tone='price'>{t('verifyHeld', { n: heldQty })}</Tag>}
              {pickedQty > 0 && <Tag>{t('verifyPicked', { n: pickedQty })}</Tag>}
            </View>
          </View>
          {remainingQty > 0 && (
            <Stepper
              value={taking[lineId] ?? 0}
              min={0}
              max={remainingQty}
              label={productName}
              onChange={(qty) => setTaking((old) => ({ ...old, [lineId]: qty }))}
            />
          )}
        </View>
      ))}
      <View className='verify__go'>
        <Button
          block
          size='large'
          disabled={total === 0}
          loading={hand.pending}
          onTap={() => void hand.run()}
        >
          {t('verifyHandOver', { n: total })}
        </Button>
      </View>
    </Card>
  )
}
