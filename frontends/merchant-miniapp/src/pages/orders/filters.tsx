import { Button, Chip, Sheet } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import type { OrderItem } from '../../api'
import { useDesk } from '../../stores/desk'
import { useT } from '../../words'

export type Filters = {
  readonly pickupPointId?: string | undefined
  readonly slotId?: string | undefined
  readonly productId?: string | undefined
}

export const countOf = (filters: Filters): number => Object.values(filters).filter(Boolean).length

type Choice = readonly [id: string, name: string]

/** What occurs among the orders, each once. */
const distinct = (choices: readonly (Choice | undefined)[]): readonly Choice[] => [
  ...new Map(choices.flatMap((choice) => (choice ? [choice] : []))).entries(),
]

type FilterSheetProps = {
  readonly visible: boolean
  readonly filters: Filters
  /** What is on the screen: only what occurs can be chosen. */
  readonly orders: readonly OrderItem[]
  readonly onChange: (filters: Filters) => void
  readonly onClose: () => void
}

/** Which point, which delivery time, which product. */
export function FilterSheet({ visible, filters, orders, onChange, onClose }: FilterSheetProps) {
  const t = useT()
  const points = useDesk((desk) => desk.points)
  const groups = [
    ['pickupPointId', t('point'), points.map(({ id, name }): Choice => [id, name])],
    [
      'slotId',
      t('slot'),
      distinct(
        orders.map(({ slotId, slotLabel }) => (slotId && slotLabel ? [slotId, slotLabel] : undefined)),
      ),
    ],
    [
      'productId',
      t('goodsTitle'),
      distinct(
        orders.flatMap(({ lines }) =>
          lines.map(({ productId, productName }): Choice => [productId, productName]),
        ),
      ),
    ],
  ] as const
  return (
    <Sheet
      title={t('filter')}
      visible={visible}
      onClose={onClose}
      foot={
        <View className='filter__foot'>
          <Button block size='large' kind='plain' onTap={() => onChange({})}>
            {t('filterClear')}
          </Button>
          <Button block size='large' onTap={onClose}>
            {t('filterShow')}
          </Button>
        </View>
      }
    >
      {groups.map(([name, title, choices]) => (
        <View key={name} className='filter__group'>
          <View className='ll-muted'>{title}</View>
          <View className='ll-wrap'>
            {choices.map(([id, label]) => (
              <Chip
                key={id}
                selected={filters[name] === id}
                onTap={() => onChange({ ...filters, [name]: filters[name] === id ? undefined : id })}
              >
                {label}
              </Chip>
            ))}
          </View>
        </View>
      ))}
    </Sheet>
  )
}
