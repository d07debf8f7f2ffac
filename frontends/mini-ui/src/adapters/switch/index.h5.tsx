import { Switch as TdSwitch } from 'tdesign-mobile-react'
import type { SwitchProps } from '../types'

export function Switch({ checked, label, disabled, onChange }: SwitchProps) {
  return (
    <div
      role='switch'
      tabIndex={disabled ? -1 : 0}
      aria-checked={checked}
      aria-label={label}
      onKeyDown={(event) => {
        if (!disabled && (event.key === 'Enter' || event.key === ' ')) onChange(!checked)
      }}
    >
      <TdSwitch value={checked} disabled={disabled} onChange={(next) => onChange(Boolean(next))} />
    </div>
  )
}
