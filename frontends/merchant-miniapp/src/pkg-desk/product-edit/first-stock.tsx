import { Card, Chip, Field, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useEffect } from 'react'
import { api } from '../../api'
import { useT } from '../../words'

export type FirstStock = { readonly warehouseId: string; readonly qty: string }

type FirstStockProps = {
  readonly value: FirstStock
  readonly error: string | undefined
  readonly onChange: (part: Partial<FirstStock>) => void
}

/** How much of a new product has come, and where it lies. */
export function FirstStockCard({ value, error, onChange }: FirstStockProps) {
  const t = useT()
  const { data } = useQuery('warehouses', () => api.listMerchantWarehouses({}))
  const only = data?.items.length === 1 ? data.items[0]?.id : undefined
  useEffect(() => {
    if (only) onChange({ warehouseId: only })
  }, [only])
  return (
    <Card pad={false}>
      <Field
        label={t('firstStock')}
        type='number'
        value={value.qty}
        maxLength={6}
        placeholder={t('firstStockHint')}
        error={error}
        onChange={(qty) => onChange({ qty })}
      />
      {(data?.items.length ?? 0) > 1 && (
        <View className='choices'>
          <View className='ll-field__label'>{t('warehouse')}</View>
          <View className='ll-wrap'>
            {data?.items.map(({ id, name }) => (
              <Chip key={id} selected={id === value.warehouseId} onTap={() => onChange({ warehouseId: id })}>
                {name}
              </Chip>
            ))}
          </View>
        </View>
      )}
    </Card>
  )
}
