import type { IconProps } from './names'
import { ICONS } from './svg'

export const Icon = ({ name, tone = 'text', size = 20 }: IconProps) => (
  <span
    aria-hidden='true'
    className={`ll-icon ll-icon--${tone}`}
    style={{ width: size, height: size }}
    // biome-ignore lint/security/noDangerouslySetInnerHtml: our own generated pictures
    dangerouslySetInnerHTML={{ __html: ICONS[name] }}
  />
)
