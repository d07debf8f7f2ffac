import { View } from '@tarojs/components'
import type { SwitchProps } from '../types'

export function Switch({ checked, label, disabled, onChange }: SwitchProps) {
  return (
    <View ariaLabel={label}>
      <t-switch
        value={checked}
        disabled={disabled}
        onChange={({ detail }) => onChange(Boolean(detail.value))}
      />
    </View>
  )
}
