import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Icon } from '../adapters/icon'
import type { IconName } from '../adapters/icon/names'
import { Tap } from '../adapters/tap'

type CardProps = {
  readonly title?: string
  readonly aside?: ReactNode
  readonly pad?: boolean
  readonly children: ReactNode
}

/** A white block with an optional heading. */
export const Card = ({ title, aside, pad = true, children }: CardProps) => (
  <View className={`ll-card ${pad ? 'll-card--pad' : ''}`}>
    {title !== undefined && (
      <View className='ll-card__head'>
        <View>{title}</View>
        {aside}
      </View>
    )}
    {children}
  </View>
)

type RowProps = {
  readonly title: string
  readonly note?: string
  readonly value?: ReactNode
  readonly tone?: 'plain' | 'strong' | 'good'
  readonly icon?: IconName
  readonly onTap?: () => void
}

/** A line of a list: title, note below, value on the right, and a chevron when it leads somewhere. */
export function Row({ title, note, value, tone = 'plain', icon, onTap }: RowProps) {
  const inside = (
    <>
      {icon && <Icon name={icon} tone='brand' size={22} />}
      <View className='ll-row__main'>
        <View className='ll-row__title'>{title}</View>
        {note !== undefined && note !== '' && <View className='ll-row__note'>{note}</View>}
      </View>
      {value !== undefined && <View className={`ll-row__value ll-row__value--${tone}`}>{value}</View>}
      {onTap && <Icon name='chevron-right' tone='muted' size={18} />}
    </>
  )
  return onTap ? (
    <Tap className='ll-row' onTap={onTap}>
      {inside}
    </Tap>
  ) : (
    <View className='ll-row'>{inside}</View>
  )
}

/** Fixed to the bottom of the page, above the safe area; give the page `bar`. */
export const ActionBar = ({ children }: { readonly children: ReactNode }) => (
  <View className='ll-bar'>
    <View className='ll-bar__row'>{children}</View>
  </View>
)

type TagProps = { readonly tone?: 'plain' | 'brand' | 'price' | 'amber'; readonly children: string }

export const Tag = ({ tone = 'plain', children }: TagProps) => (
  <View className={`ll-tag ll-tag--${tone}`}>{children}</View>
)

type ChipProps = {
  readonly selected?: boolean
  readonly disabled?: boolean
  /** Why it is of no use right now; it can be chosen all the same. */
  readonly faint?: string | undefined
  readonly onTap: () => void
  readonly children: string
}

/** A choice among a few. */
export const Chip = ({ selected = false, disabled = false, faint, onTap, children }: ChipProps) => (
  <Tap
    className={`ll-chip ${selected ? 'll-chip--on' : ''} ${faint === undefined ? '' : 'll-chip--faint'}`}
    label={faint === undefined ? undefined : `${children} ${faint}`}
    selected={selected}
    disabled={disabled}
    onTap={onTap}
  >
    {children}
  </Tap>
)
