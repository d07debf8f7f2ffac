import { money, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { api, type Cart } from '../../api'
import { usePlace } from '../../stores/place'
import { useT } from '../../words'

type FeeProgressProps = { readonly items: Cart['groups'][number]['items'] }

/** How much is missing to be brought home, or to be brought home for nothing. Without an answer the cart says nothing. */
export function FeeProgress({ items }: FeeProgressProps) {
  const t = useT()
  const communityId = usePlace(({ place }) => place?.communityId)
  const chosen = items.filter(({ selected }) => selected).map(({ skuId, qty }) => ({ skuId, qty }))
  const key = communityId && chosen.length > 0 ? JSON.stringify([communityId, chosen]) : undefined
  const { data: quote } = useQuery(
    key,
    () => api.quoteDeliveryFee({ body: { communityId: communityId ?? '', mode: 'HOME', items: chosen } }),
    { keep: true },
  )
  if (!quote || key === undefined) return null
  const goodsFen = items.reduce(
    (sum, { selected, qty, priceFen }) => (selected ? sum + qty * priceFen : sum),
    0,
  )
  const { missingFen, minimumGoodsFen, freeFromFen } = quote
  if (missingFen > 0)
    return <Progress text={t('cartMissing', { sum: money(missingFen) })} share={goodsFen / minimumGoodsFen} />
  if (!quote.available || freeFromFen === null) return null
  const left = freeFromFen - goodsFen
  return left > 0 ? (
    <Progress text={t('cartFreeAfter', { sum: money(left) })} share={goodsFen / freeFromFen} />
  ) : (
    <Progress text={t('cartFree')} share={1} />
  )
}

function Progress({ text, share }: { readonly text: string; readonly share: number }) {
  return (
    <View className='cart__fee'>
      <View className='ll-muted'>{text}</View>
      <View className='cart__track'>
        <View className='cart__done' style={{ width: `${Math.min(1, share) * 100}%` }} />
      </View>
    </View>
  )
}
