import { Chip, confirm, Empty, Icon, SearchBar, Tap, useAction, usePages, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { api } from '../../api'
import { FilterBar } from '../../components/filter-bar'
import { useFilter } from '../../components/product-filter'
import { ProductList } from '../../components/product-list'
import { Screen } from '../../components/screen'
import { useParams } from '../../platform/params'
import { go } from '../../routes'
import { usePlace } from '../../stores/place'
import { useSignedIn } from '../../stores/session'
import { useT } from '../../words'
import './index.scss'

const PAGE = 20
const TYPING_MS = 250

export default function Search() {
  const t = useT()
  const { q: wanted = '' } = useParams()
  const [text, setText] = useState(wanted)
  const [asked, setAsked] = useState(wanted.trim())
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
          focus={wanted === ''}
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
  const { filter, change, key } = useFilter()
  const pages = usePages(communityId && `${communityId}/${q}/${key}`, (cursor) =>
    api.searchProducts({ query: { ...filter, communityId: communityId ?? '', q, cursor, limit: PAGE } }),
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
      <FilterBar filter={filter} onChange={change} />
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
