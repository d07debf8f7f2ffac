import { Text, View } from '@tarojs/components'
import { money, priceParts } from '../format/money'
import { ui } from '../i18n/words'

type PriceProps = {
  /** Integer 分. */
  readonly fen: number
  /** Shown struck through when higher. */
  readonly wasFen?: number
  readonly size?: 'sm' | 'md' | 'lg'
  readonly plain?: boolean
  /** The lowest of several. */
  readonly from?: boolean
}

/** Small sign and decimals, large yuan. */
export function Price({ fen, wasFen = 0, size = 'md', plain = false, from = false }: PriceProps) {
  const t = ui.useT()
  const { sign, yuan, cents } = priceParts(fen)
  return (
    <View className='ll-price-box'>
      <Text className={`ll-price ll-price--${size} ${plain ? 'll-price--plain' : ''}`}>
        <Text className='ll-price__small'>{sign}¥</Text>
        {yuan}
        <Text className='ll-price__small'>
          .{cents}
          {from ? t('priceFrom') : ''}
        </Text>
      </Text>
      {wasFen > fen && (
        <Text className='ll-price__was' aria-label={t('was', { price: money(wasFen) })}>
          {money(wasFen)}
        </Text>
      )}
    </View>
  )
}
