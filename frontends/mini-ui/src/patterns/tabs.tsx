import { View } from '@tarojs/components'
import { Tap } from '../adapters/tap'

export type Tab<Key extends string> = { readonly key: Key; readonly label: string; readonly count?: number }
type TabsProps<Key extends string> = {
  readonly tabs: readonly Tab<Key>[]
  readonly current: Key
  readonly onChange: (key: Key) => void
}

const MOST_COUNTED = 99

/** Tabs that stay below the title while the list scrolls. */
export const Tabs = <Key extends string>({ tabs, current, onChange }: TabsProps<Key>) => (
  <View className='ll-tabs'>
    <View className='ll-tabs__strip'>
      {tabs.map(({ key, label, count = 0 }) => (
        <Tap
          key={key}
          className={`ll-tabs__tab ${key === current ? 'll-tabs__tab--on' : ''}`}
          selected={key === current}
          onTap={() => onChange(key)}
        >
          {label}
          {count > 0 && <View className='ll-tabs__count'>{count > MOST_COUNTED ? '99+' : count}</View>}
        </Tap>
      ))}
    </View>
  </View>
)
