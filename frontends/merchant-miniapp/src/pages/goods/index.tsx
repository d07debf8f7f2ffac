import {
  Button,
  Card,
  Empty,
  List,
  Picture,
  Price,
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
import { useT } from '../../words'
import './index.scss'

const PAGE = 20
const TYPING_MS = 300
const SCARCE = 20
const STATUSES = ['ON_SALE', 'OFF_SALE', 'PENDING_REVIEW', 'DRAFT'] as const

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
  const merchantId = useDesk(({ me }) => me?.merchantId)
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('ON_SALE')
  const [text, setText] = useState('')
  const [keyword, setKeyword] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setKeyword(text.trim()), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  // This table has page numbers; the list wants a cursor: the number of the next page is one.
  const pages = usePages(may ? `${merchantId}/${status}/${keyword}` : undefined, async (cursor) => {
    const page = Number(cursor ?? 1)
    const { items, total } = await api.listMerchantProducts({
      query: { status, ...(keyword && { keyword }), page, pageSize: PAGE },
    })
    return { items, nextCursor: page * PAGE < total ? String(page + 1) : null }
  })
  const shown = useRef(false)
  useDidShow(() => {
    if (shown.current) void pages.reload()
    shown.current = true
  })
  useRefresh(() => pages.reload())
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
        tabs={STATUSES.map((key) => ({ key, label: t(`status${key}`) }))}
        current={status}
        onChange={setStatus}
      />
      <List
        pages={pages}
        empty={<Empty icon='catalog' title={t('goodsEmpty')} note={t('goodsEmptyNote')} />}
        wrap={(items) => <Card pad={false}>{items}</Card>}
        render={(product) => <ProductRow key={product.id} product={product} />}
      />
    </>
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
