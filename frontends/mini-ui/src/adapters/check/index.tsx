import { Icon } from '../icon'
import { Tap } from '../tap'
import type { CheckProps } from '../types'

/** A round tick with a target of 44 px. */
export const Check = ({ checked, label, disabled, onChange }: CheckProps) => (
  <Tap
    className='ll-check'
    label={label}
    selected={checked}
    disabled={disabled ?? false}
    onTap={() => onChange(!checked)}
  >
    <Icon name={checked ? 'check-circle-filled' : 'circle'} tone={checked ? 'brand' : 'muted'} size={22} />
  </Tap>
)
