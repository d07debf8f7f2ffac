import type { IconProps } from './names'
import { ICONS } from './svg'

export const Icon = ({ name, tone = 'text', size = 20 }: IconProps) => (
  <span
    aria-hidden='true'
    className={`ll-icon ll-icon--${tone}`}
    style={{ width: size, height: size }}
    dangerouslySetInnerHTML={{ __html: ICONS[name] }}
  />
)
