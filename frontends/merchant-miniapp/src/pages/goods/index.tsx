import {
  Button,
  Card,
  Empty,
  List,
  type Pages,
  Picture,
  Price,
  Row,
  SearchBar,
  Tabs,
  Tag,
  Tap,
  usePages,
  useRefresh,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { api, type ProductItem } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useDesk, useMay } from '../../stores/desk'
import { type ShelfTab, useTabs } from '../../stores/desk-tab'
import { useT } from '../../words'
import './index.scss'

const PAGE = 20
const TYPING_MS = 300
const SCARCE = 20
const TABS = ['ON_SALE', 'low', 'OFF_SALE', 'PENDING_REVIEW', 'DRAFT'] as const satisfies ShelfTab[]

export default function Goods() {
  const t = useT()
  return (
    <Screen title={t('goodsTitle')} tab>
      <NeedsLogin>
        <Shelf />
      </NeedsLogin>
    </Screen>
  )
}

function Shelf() {
  const t = useT()
  const may = useMay('product:read')
  const mayWrite = useMay('product:write')
  const seesStock = useMay('stock:read')
  const { shelf, turn } = useTabs()
  const [text, setText] = useState('')
  const [keyword, setKeyword] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setKeyword(text.trim()), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  if (!may) return <Empty icon='lock-on' title={t('goodsNoRight')} note={t('noRightNote')} />
  return (
    <>
      <View className='goods__search'>
        <View className='ll-grow'>
          <SearchBar
            value={text}
            placeholder={t('goodsSearch')}
            onChange={setText}
            onSubmit={(q) => setKeyword(q.trim())}
          />
        </View>
        {mayWrite && (
          <Button size='small' onTap={() => go('productEdit')}>
            {t('productNew')}
          </Button>
        )}
      </View>
      <Tabs
        tabs={TABS.filter((key) => key !== 'low' || seesStock).map((key) => ({
          key,
          label: t(key === 'low' ? 'lowStock' : `status${key}`),
        }))}
        current={shelf}
        onChange={(next) => turn({ shelf: next })}
      />
      {shelf === 'low' ? <LowStock keyword={keyword} /> : <Products status={shelf} keyword={keyword} />}
    </>
  )
}

/** These tables have page numbers; the list wants a cursor: the number of the next page is one. */
function useNumberedPages<Item>(
  key: string,
  load: (paging: { page: number; pageSize: number }) => Promise<{ items: readonly Item[]; total: number }>,
): Pages<Item> {
  const merchantId = useDesk(({ me }) => me?.merchantId)
  const pages = usePages(`${merchantId}/${key}`, async (cursor) => {
    const page = Number(cursor ?? 1)
    const { items, total } = await load({ page, pageSize: PAGE })
    return { items, nextCursor: page * PAGE < total ? String(page + 1) : null }
  })
  const shown = useRef(false)
  useDidShow(() => {
    if (shown.current) void pages.reload()
    shown.current = true
  })
  useRefresh(() => pages.reload())
  return pages
}

type ProductsProps = { readonly status: Exclude<ShelfTab, 'low'>; readonly keyword: string }

function Products({ status, keyword }: ProductsProps) {
  const t = useT()
  const pages = useNumberedPages(`${status}/${keyword}`, (paging) =>
    api.listMerchantProducts({ query: { status, ...(keyword && { keyword }), ...paging } }),
  )
  return (
    <List
      pages={pages}
      empty={<Empty icon='catalog' title={t('goodsEmpty')} note={t('goodsEmptyNote')} />}
      wrap={(items) => <Card pad={false}>{items}</Card>}
      render={(product) => <ProductRow key={product.id} product={product} />}
    />
  )
}

/** What runs short, by option and warehouse. */
function LowStock({ keyword }: { readonly keyword: string }) {
  const t = useT()
  const pages = useNumberedPages(`low/${keyword}`, (paging) =>
    api.listMerchantInventories({ query: { low: true, ...(keyword && { keyword }), ...paging } }),
  )
  return (
    <List
      pages={pages}
      empty={<Empty icon='check-circle-filled' title={t('lowEmpty')} note={t('lowEmptyNote')} />}
      wrap={(items) => <Card pad={false}>{items}</Card>}
      render={({ skuId, warehouseId, productId, productName, specText, warehouseName, available }) => (
        <Row
          key={`${skuId}/${warehouseId}`}
          title={productName}
          note={`${specText} · ${warehouseName}`}
          value={t('available', { n: available })}
          tone='good'
          onTap={() => go('product', productId)}
        />
      )}
    />
  )
}

function ProductRow({ product }: { readonly product: ProductItem }) {
  const t = useT()
  const { id, name, imageUrl, minPriceFen, maxPriceFen, skuCount, onHand } = product
  return (
    <Tap className='line' onTap={() => go('product', id)}>
      <Picture className='line__picture' src={imageUrl} alt='' />
      <View className='ll-grow'>
        <View className='ll-strong ll-line'>{name}</View>
        <View className='ll-inline'>
          <View className='ll-muted'>{t('stock', { n: onHand })}</View>
          {onHand <= SCARCE && <Tag tone='amber'>{t('lowStock')}</Tag>}
          {skuCount > 1 && <Tag>{t('skuCount', { n: skuCount })}</Tag>}
        </View>
      </View>
      <Price fen={minPriceFen} from={maxPriceFen > minPriceFen} />
    </Tap>
  )
}
