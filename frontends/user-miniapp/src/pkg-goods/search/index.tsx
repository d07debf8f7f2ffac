import { Chip, confirm, Empty, Icon, SearchBar, Tap, useAction, usePages, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { api } from '../../api'
import { ProductList } from '../../components/product-list'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { usePlace } from '../../stores/place'
import { useSignedIn } from '../../stores/session'
import { type Key, useT } from '../../words'
import './index.scss'

const PAGE = 20
const TYPING_MS = 250
const SORTS = [
  ['default', 'sortDefault'],
  ['sales', 'sortSales'],
  ['price_asc', 'sortPriceUp'],
  ['price_desc', 'sortPriceDown'],
  ['new', 'sortNew'],
] as const satisfies readonly (readonly [string, Key])[]
type Sort = (typeof SORTS)[number][0]

export default function Search() {
  const t = useT()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const ask = (q: string): void => {
    setText(q)
    setAsked(q.trim())
  }
  return (
    <Screen title={t('searchTitle')}>
      <View className='search__bar'>
        <SearchBar
          value={text}
          placeholder={t('homeSearch')}
          focus
          onChange={(next) => {
            setText(next)
            setAsked('')
          }}
          onSubmit={ask}
        />
      </View>
      {asked === '' ? <Ideas text={text.trim()} onAsk={ask} /> : <Results q={asked} />}
    </Screen>
  )
}

/** Before the question is put: completions while typing, else what was and what others search for. */
function Ideas({ text, onAsk }: { readonly text: string; readonly onAsk: (q: string) => void }) {
  const t = useT()
  const signedIn = useSignedIn()
  const settled = useSettled(text)
  const suggestions = useQuery(settled === '' ? undefined : settled, () =>
    api.suggestProducts({ query: { q: settled } }),
  )
  const hot = useQuery('hot', () => api.listHotWords({}))
  const history = useQuery(signedIn ? 'history' : undefined, () => api.listSearchHistory({}))
  const clear = useAction(async () => {
    if (!(await confirm({ title: t('searchClearAsk') }))) return
    await api.clearSearchHistory({})
    history.replace({ items: [] })
  })
  if (text !== '')
    return (
      <View>
        {suggestions.data?.items.map((word) => (
          <Tap key={word} className='ll-row' onTap={() => onAsk(word)}>
            <Icon name='search' tone='muted' />
            <View className='ll-grow'>{word}</View>
          </Tap>
        ))}
      </View>
    )
  return (
    <View className='search__ideas'>
      {history.data && history.data.items.length > 0 && (
        <>
          <View className='ll-between'>
            <View className='ll-strong'>{t('searchHistory')}</View>
            <Tap className='search__clear' onTap={() => void clear.run()}>
              {t('searchClear')}
            </Tap>
          </View>
          <Words items={history.data.items} onAsk={onAsk} />
        </>
      )}
      {hot.data && hot.data.items.length > 0 && (
        <>
          <View className='ll-strong search__title'>{t('searchHot')}</View>
          <Words items={hot.data.items} onAsk={onAsk} />
        </>
      )}
    </View>
  )
}

type WordsProps = { readonly items: readonly string[]; readonly onAsk: (q: string) => void }

const Words = ({ items, onAsk }: WordsProps) => (
  <View className='ll-wrap'>
    {items.map((word) => (
      <Chip key={word} onTap={() => onAsk(word)}>
        {word}
      </Chip>
    ))}
  </View>
)

function Results({ q }: { readonly q: string }) {
  const t = useT()
  const communityId = usePlace(({ place }) => place?.communityId)
  const [sort, setSort] = useState<Sort>('default')
  const [inStock, setInStock] = useState(false)
  const pages = usePages(communityId && `${communityId}/${q}/${sort}/${inStock}`, (cursor) =>
    api.searchProducts({ query: { communityId: communityId ?? '', q, sort, inStock, cursor, limit: PAGE } }),
  )
  if (!communityId)
    return (
      <Empty
        icon='map-location'
        title={t('homeChoose')}
        action={{ text: t('homeChooseAction'), onTap: () => go('place') }}
      />
    )
  return (
    <>
      <View className='search__sorts'>
        {SORTS.map(([key, word]) => (
          <Chip key={key} selected={key === sort} onTap={() => setSort(key)}>
            {t(word)}
          </Chip>
        ))}
        <Chip selected={inStock} onTap={() => setInStock(!inStock)}>
          {t('inStock')}
        </Chip>
      </View>
      <ProductList
        pages={pages}
        empty={
          <Empty
            icon='search'
            title={t('searchEmpty', { q })}
            note={t('searchEmptyNote')}
            action={{ text: t('searchEmptyAction'), onTap: () => go('category') }}
          />
        }
      />
    </>
  )
}

/** The text once typing has paused: not every letter is a question. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
