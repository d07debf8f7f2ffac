import type { Tone } from '../types'
import type { ICONS } from './svg'

export type IconName = keyof typeof ICONS
export type IconProps = {
  readonly name: IconName
  readonly tone?: Tone
  /** Side in px at a width of 375. */
  readonly size?: number
}
