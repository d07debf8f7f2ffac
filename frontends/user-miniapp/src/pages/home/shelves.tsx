import { Bone, Picture, type Query, Tap } from '@linli/mini-ui'
import { ScrollView, View } from '@tarojs/components'
import type { Category, ProductItem } from '../../api'
import { ProductCard } from '../../components/product-card'
import { goCategory } from '../../routes'
import { useT } from '../../words'

const ENTRIES = 8

export type Front = {
  readonly categories: readonly Category[]
  readonly hot: readonly ProductItem[]
  readonly recommended: readonly ProductItem[]
}

type ShelvesProps = { readonly query: Query<Front>; readonly onAdd: (product: ProductItem) => void }

/** The ways into the catalogue, and what neighbours buy. */
export function Shelves({ query, onAdd }: ShelvesProps) {
  const t = useT()
  if (query.loading) return <ShelvesSkeleton />
  if (!query.data) return null // the list below says what is wrong, and tries again
  const { categories, hot, recommended } = query.data
  return (
    <>
      <View className='entries'>
        {categories.slice(0, ENTRIES).map(({ id, name, iconUrl }) => (
          <Tap key={id} className='entries__one' onTap={() => goCategory(id)}>
            <Picture className='entries__icon' src={iconUrl} alt='' />
            <View className='entries__name ll-line'>{name}</View>
          </Tap>
        ))}
      </View>
      <Shelf title={t('homeHot')} products={hot} onAdd={onAdd} />
      <Shelf title={t('homeRecommend')} products={recommended} onAdd={onAdd} />
    </>
  )
}

const ShelvesSkeleton = () => (
  <>
    <View className='entries'>
      {Array.from({ length: ENTRIES }, (_, n) => (
        <View key={n} className='entries__one'>
          <View className='entries__icon ll-bone' />
          <Bone width='40px' height={14} />
        </View>
      ))}
    </View>
    <View className='heading'>
      <Bone width='110px' height={20} />
    </View>
    <View className='shelf'>
      {[1, 2, 3].map((n) => (
        <View key={n} className='shelf__one'>
          <Bone height={232} />
        </View>
      ))}
    </View>
  </>
)

type ShelfProps = {
  readonly title: string
  readonly products: readonly ProductItem[]
  readonly onAdd: (product: ProductItem) => void
}

/** A row that scrolls sideways; nothing at all when there is nothing on it. */
function Shelf({ title, products, onAdd }: ShelfProps) {
  if (products.length === 0) return null
  return (
    <>
      <View className='heading'>{title}</View>
      <ScrollView scrollX className='shelf'>
        {products.map((product) => (
          <View key={product.id} className='shelf__one'>
            <ProductCard product={product} onAdd={onAdd} />
          </View>
        ))}
      </ScrollView>
    </>
  )
}
