import { View } from '@tarojs/components'
import { useReachBottom } from '@tarojs/taro'
import type { ReactNode } from 'react'
import { Spinner } from '../adapters/spinner'
import { Tap } from '../adapters/tap'
import type { Pages } from '../hooks/use-pages'
import { ui } from '../i18n/words'
import { Part } from './part'
import { SkeletonRows } from './skeleton'
import { ErrorView } from './states'

type ListProps<Item> = {
  readonly pages: Pages<Item>
  readonly empty: ReactNode
  readonly skeleton?: ReactNode
  readonly render: (item: Item) => ReactNode
  /** Wraps the items, for instance into a grid; a long list comes in parts, each in a wrap of its own. */
  readonly wrap?: (items: ReactNode) => ReactNode
}

/** Items of one part; divisible by the columns of every grid. */
const PART = 20

const partsOf = <Item,>(items: readonly Item[]): (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / PART) }, (_, n) => items.slice(n * PART, (n + 1) * PART))

/** A page's list: skeleton, items, and a foot with the four states of loading on. */
export function List<Item>({ pages, empty, skeleton, render, wrap = (items) => items }: ListProps<Item>) {
  useReachBottom(() => {
    if (pages.state === 'idle') void pages.more()
  })
  const { items, state, failure } = pages
  if (state === 'first') return <>{skeleton ?? <SkeletonRows />}</>
  if (items.length === 0 && failure)
    return <ErrorView failure={failure} onRetry={() => void pages.reload()} />
  if (items.length === 0) return <>{empty}</>
  return (
    <View>
      {partsOf(items).map((part, n) => (
        <Part key={n}>{() => wrap(part.map(render))}</Part>
      ))}
      <Foot state={state} onMore={() => void pages.more()} />
    </View>
  )
}

type FootProps = { readonly state: Pages<unknown>['state']; readonly onMore: () => void }

function Foot({ state, onMore }: FootProps) {
  const t = ui.useT()
  if (state === 'loading')
    return (
      <View className='ll-more'>
        <Spinner label={t('loading')} />
      </View>
    )
  if (state === 'end') return <View className='ll-more'>{t('end')}</View>
  return (
    <Tap className='ll-more' onTap={onMore}>
      {t(state === 'failed' ? 'moreFailed' : 'more')}
    </Tap>
  )
}
