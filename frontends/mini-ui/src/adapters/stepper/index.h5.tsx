import { useEffect, useRef } from 'react'
import { Stepper as TdStepper } from 'tdesign-mobile-react'
import type { StepperProps } from '../types'

export function Stepper({ value, min = 1, max = 999, disabled, label, onChange }: StepperProps) {
  const box = useRef<HTMLFieldSetElement>(null)
  // TDesign takes no label for its input.
  useEffect(() => box.current?.querySelector('input')?.setAttribute('aria-label', label), [label])
  return (
    <fieldset ref={box} className='ll-stepper' aria-label={label}>
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
