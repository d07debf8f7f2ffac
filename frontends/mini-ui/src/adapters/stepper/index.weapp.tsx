import { View } from '@tarojs/components'
import type { StepperProps } from '../types'

export function Stepper({ value, min = 1, max = 999, disabled, label, onChange }: StepperProps) {
  return (
    <View className='ll-stepper' ariaLabel={label}>
      <t-stepper
        value={value}
        min={min}
        max={max}
        disabled={disabled}
        integer
        theme='filled'
        onChange={({ detail }) => {
          const count = Number(detail.value)
          if (Number.isInteger(count) && count !== value) onChange(count)
        }}
      />
    </View>
  )
}
