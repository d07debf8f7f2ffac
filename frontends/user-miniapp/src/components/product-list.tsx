import { Bone, List, type Pages } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import type { ProductItem } from '../api'
import { ProductCard } from './product-card'
import { SkuSheet } from './sku-sheet'
import { useQuickAdd } from './use-quick-add'

type ProductListProps = { readonly pages: Pages<ProductItem>; readonly empty: ReactNode }

const Grid = ({ children }: { readonly children: ReactNode }) => <View className='products'>{children}</View>

const GridSkeleton = () => (
  <Grid>
    {[1, 2, 3, 4].map((n) => (
      <View key={n} className='product product--bone'>
        <Bone height={150} />
        <Bone width='80%' height={16} />
        <Bone width='40%' height={20} />
      </View>
    ))}
  </Grid>
)

/** Two columns that grow while one scrolls; `+` adds, or asks for the option first. */
export function ProductList({ pages, empty }: ProductListProps) {
  const { add, choosing, close } = useQuickAdd()
  return (
    <>
      <List
        pages={pages}
        empty={empty}
        skeleton={<GridSkeleton />}
        wrap={(items) => <Grid>{items}</Grid>}
        render={(product) => <ProductCard key={product.id} product={product} onAdd={add} />}
      />
      <SkuSheet productId={choosing} intent='cart' onClose={close} />
    </>
  )
}
