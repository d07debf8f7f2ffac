import { Empty, ErrorView, SkeletonRows, Tabs, Tap, usePages, useQuery } from '@linli/mini-ui'
import { ScrollView, View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useState } from 'react'
import { api } from '../../api'
import { FilterBar } from '../../components/filter-bar'
import { useFilter } from '../../components/product-filter'
import { ProductList } from '../../components/product-list'
import { Screen } from '../../components/screen'
import { go, takeWantedCategory } from '../../routes'
import { usePlace } from '../../stores/place'
import { useT } from '../../words'
import './index.scss'

const PAGE = 20

export default function Category() {
  const t = useT()
  const communityId = usePlace(({ place }) => place?.communityId)
  const [top, setTop] = useState<string>()
  const [sub, setSub] = useState('')
  const { filter, change, key } = useFilter()
  const open = (id: string): void => {
    setTop(id)
    setSub('')
  }
  const tree = useQuery('tree', () => api.getCategoryTree({}))
  useDidShow(() => {
    const wanted = takeWantedCategory()
    if (wanted) open(wanted)
  })
  const current = tree.data?.find(({ id }) => id === top) ?? tree.data?.[0]
  const categoryId = sub === '' ? current?.id : sub
  const pages = usePages(communityId && categoryId && `${communityId}/${categoryId}/${key}`, (cursor) =>
    api.listProducts({
      query: { ...filter, communityId: communityId ?? '', categoryId, cursor, limit: PAGE },
    }),
  )
  if (tree.loading)
    return (
      <Screen title={t('categoryTitle')} tab>
        <SkeletonRows />
      </Screen>
    )
  if (!current)
    return (
      <Screen title={t('categoryTitle')} tab>
        {tree.failure && <ErrorView failure={tree.failure} onRetry={() => void tree.reload()} />}
      </Screen>
    )
  return (
    <Screen title={t('categoryTitle')} tab>
      <View className='browse'>
        <ScrollView scrollY className='browse__side'>
          {tree.data?.map(({ id, name }) => (
            <Tap
              key={id}
              className={`browse__top ${id === current.id ? 'browse__top--on' : ''}`}
              selected={id === current.id}
              onTap={() => open(id)}
            >
              {name}
            </Tap>
          ))}
        </ScrollView>
        <View className='browse__main'>
          <Tabs
            tabs={[
              { key: '', label: t('all') },
              ...current.children.map(({ id, name }) => ({ key: id, label: name })),
            ]}
            current={sub}
            onChange={setSub}
          />
          <FilterBar filter={filter} onChange={change} />
          {communityId ? (
            <ProductList
              pages={pages}
              empty={<Empty icon='catalog' title={t('categoryEmpty')} note={t('categoryEmptyNote')} />}
            />
          ) : (
            <Empty
              icon='map-location'
              title={t('homeChoose')}
              action={{ text: t('homeChooseAction'), onTap: () => go('place') }}
            />
          )}
        </View>
      </View>
    </Screen>
  )
}
