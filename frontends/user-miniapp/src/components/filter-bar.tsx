import { Button, Chip, Input, money, Sheet, toast } from '@linli/mini-ui'
import { ScrollView, View } from '@tarojs/components'
import { useState } from 'react'
import { type Key, useT } from '../words'
import { ANY, type Filter, filterCount, type PriceRange, priceRange, SORTS, TAGS } from './product-filter'

type FilterBarProps = {
  readonly filter: Filter
  readonly onChange: (part: Partial<Filter>) => void
}

const YUAN = 100

/** In which order, what is there, and what of it. */
export function FilterBar({ filter, onChange }: FilterBarProps) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const count = filterCount(filter)
  return (
    <>
      <ScrollView scrollX className='filter__bar'>
        {SORTS.map(([key, word]) => (
          <Chip key={key} selected={key === filter.sort} onTap={() => onChange({ sort: key })}>
            {t(word)}
          </Chip>
        ))}
        <Chip selected={filter.inStock} onTap={() => onChange({ inStock: !filter.inStock })}>
          {t('inStock')}
        </Chip>
        <Chip selected={count > 0} onTap={() => setOpen(true)}>
          {count > 0 ? `${t('filter')} ${count}` : t('filter')}
        </Chip>
      </ScrollView>
      <Sheet title={t('filter')} visible={open} onClose={() => setOpen(false)}>
        <FilterForm
          filter={filter}
          onDone={(part) => {
            setOpen(false)
            onChange(part)
          }}
        />
      </Sheet>
    </>
  )
}

const RANGES: readonly (PriceRange & { readonly word: Key })[] = [
  { word: 'filterUnder', minPriceFen: undefined, maxPriceFen: 10 * YUAN },
  { word: 'filterBetween', minPriceFen: 10 * YUAN, maxPriceFen: 30 * YUAN },
  { word: 'filterBetween', minPriceFen: 30 * YUAN, maxPriceFen: 60 * YUAN },
  { word: 'filterOver', minPriceFen: 60 * YUAN, maxPriceFen: undefined },
]

const inYuan = (fen: number | undefined): string =>
  fen === undefined ? '' : money(fen).replace('¥', '').replace(/\.00$/, '')

type FilterFormProps = { readonly filter: Filter; readonly onDone: (part: Partial<Filter>) => void }

function FilterForm({ filter, onDone }: FilterFormProps) {
  const t = useT()
  const [lowest, setLowest] = useState(inYuan(filter.minPriceFen))
  const [highest, setHighest] = useState(inYuan(filter.maxPriceFen))
  const [tag, setTag] = useState(filter.tag)
  const show = (): void => {
    const range = priceRange(lowest, highest)
    if (range) onDone({ ...range, tag })
    else toast(t('filterWrong'))
  }
  return (
    <View>
      <View className='ll-strong filter__title'>{t('filterPrice')}</View>
      <View className='filter__prices'>
        <Input value={lowest} type='digit' maxLength={7} label={t('filterLowest')} onChange={setLowest} />
        <View className='ll-muted'>–</View>
        <Input value={highest} type='digit' maxLength={7} label={t('filterHighest')} onChange={setHighest} />
      </View>
      <View className='ll-wrap'>
        {RANGES.map(({ word, minPriceFen, maxPriceFen }) => {
          const [least, most] = [inYuan(minPriceFen), inYuan(maxPriceFen)]
          return (
            <Chip
              key={`${least}-${most}`}
              selected={lowest === least && highest === most}
              onTap={() => {
                setLowest(least)
                setHighest(most)
              }}
            >
              {t(word, { least, most })}
            </Chip>
          )
        })}
      </View>
      <View className='ll-strong filter__title'>{t('filterFeature')}</View>
      <View className='ll-wrap'>
        {TAGS.map(([key, word]) => (
          <Chip key={key} selected={tag === key} onTap={() => setTag(tag === key ? undefined : key)}>
            {t(word)}
          </Chip>
        ))}
      </View>
      <View className='filter__foot'>
        <Button
          kind='soft'
          size='large'
          block
          onTap={() => onDone({ tag: ANY.tag, minPriceFen: ANY.minPriceFen, maxPriceFen: ANY.maxPriceFen })}
        >
          {t('filterClear')}
        </Button>
        <Button size='large' block onTap={show}>
          {t('filterShow')}
        </Button>
      </View>
    </View>
  )
}
