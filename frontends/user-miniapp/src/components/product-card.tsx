import { Icon, Picture, Price, Tag, Tap } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { memo } from 'react'
import type { ProductItem } from '../api'
import { go } from '../routes'
import { useT } from '../words'
import { TAGS } from './product-filter'

type ProductCardProps = { readonly product: ProductItem; readonly onAdd: (product: ProductItem) => void }

/**
 * One of two columns. The button is a sibling of the tappable part, never inside it. Those that are there are left
 * alone when a list of many grows.
 */
export const ProductCard = memo(function ProductCard({ product, onAdd }: ProductCardProps) {
  const t = useT()
  const { id, name, subtitle, imageUrl, tags, priceFen, marketPriceFen, skuCount, inStock, sales } = product
  return (
    <View className='product'>
      <Tap className='product__open' onTap={() => go('product', { id })}>
        <View className='product__frame'>
          <Picture className='product__picture' src={imageUrl} alt='' />
          {!inStock && <View className='product__sold'>{t('soldOut')}</View>}
        </View>
        <View className='product__text'>
          <View className='product__name ll-clamp'>{name}</View>
          <View className='product__note ll-line'>{subtitle}</View>
          <View className='product__tags'>
            {TAGS.map(
              ([tag, word]) =>
                tags.includes(tag) && (
                  <Tag key={tag} tone={tag === 'hot' ? 'price' : 'brand'}>
                    {t(word)}
                  </Tag>
                ),
            )}
            {sales > 0 && <Tag>{t('sold', { n: sales })}</Tag>}
          </View>
        </View>
      </Tap>
      <View className='product__foot'>
        <Price fen={priceFen} wasFen={marketPriceFen} from={skuCount > 1} />
        <Tap
          className='product__add'
          label={`${t('addToCart')} ${name}`}
          disabled={!inStock}
          onTap={() => onAdd(product)}
        >
          <Icon name='add' tone='inverse' size={20} />
        </Tap>
      </View>
    </View>
  )
})
