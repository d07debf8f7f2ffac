import { Card, Icon, money, Picture, Price } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import type { Settlement } from '../../api'
import { useT } from '../../words'

/** What is bought. */
export const Lines = ({ lines }: { readonly lines: Settlement['lines'] }) => (
  <Card pad={false}>
    {lines.map(({ skuId, productName, specText, imageUrl, qty, unitPriceFen }) => (
      <View key={skuId} className='line'>
        <Picture className='line__picture' src={imageUrl} alt='' />
        <View className='ll-grow'>
          <View className='ll-strong ll-clamp'>{productName}</View>
          <View className='line__spec'>{specText}</View>
          <View className='line__foot'>
            <Price fen={unitPriceFen} size='sm' plain />
            <View className='ll-muted'>×{qty}</View>
          </View>
        </View>
      </View>
    ))}
  </Card>
)

/** The price line by line, as the server explains it, and what still stands in the way. */
export function Breakdown({ settlement }: { readonly settlement: Settlement }) {
  const t = useT()
  const { explanation, totals, hints, degraded, blockers } = settlement
  return (
    <>
      {blockers.length > 0 && (
        <Card title={t('blockersTitle')}>
          {blockers.map(({ reason, skuId, message }) => (
            <View key={`${reason}${skuId}`} className='checkout__notice'>
              <Icon name='error-circle' tone='amber' />
              <View className='ll-grow'>{message}</View>
            </View>
          ))}
        </Card>
      )}
      {hints.length > 0 && (
        <Card>
          {hints.map(({ text }) => (
            <View key={text} className='checkout__notice'>
              <Icon name='discount' tone='price' />
              <View className='ll-grow'>{text}</View>
            </View>
          ))}
        </Card>
      )}
      <Card title={t('breakdown')}>
        {explanation.slice(0, -1).map(({ label, amountFen }) => (
          <View key={label} className='checkout__sum'>
            <View className='ll-grow'>{label}</View>
            <View className={amountFen < 0 ? 'checkout__minus' : ''}>{money(amountFen)}</View>
          </View>
        ))}
        <View className='checkout__sum checkout__sum--all'>
          <View className='ll-grow'>{t('payable')}</View>
          <Price fen={totals.payableFen} />
        </View>
        {degraded.length > 0 && <View className='ll-muted'>{t('degraded')}</View>}
      </Card>
    </>
  )
}
