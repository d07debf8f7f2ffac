import { Stepper as TdStepper } from 'tdesign-mobile-react'
import type { StepperProps } from '../types'

export function Stepper({ value, min = 1, max = 999, disabled, label, onChange }: StepperProps) {
  return (
    <fieldset className='ll-stepper' aria-label={label}>
      <TdStepper
        value={value}
        min={min}
        max={max}
        disabled={disabled}
        integer
        theme='filled'
        onChange={(next) => {
          const count = Number(next)
          if (Number.isInteger(count) && count !== value) onChange(count)
        }}
      />
    </fieldset>
  )
}
