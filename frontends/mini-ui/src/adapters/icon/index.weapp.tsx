import { Image } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useScheme } from '../../settings'
import type { Tone } from '../types'
import type { IconProps } from './names'
import { ICONS } from './svg'

// A picture cannot read CSS variables: these are the tokens of theme/_tokens.scss once more.
const COLOURS = {
  light: {
    text: '#17211b',
    muted: '#5b675f',
    brand: '#0b7a50',
    inverse: '#ffffff',
    light: '#ffffff',
    price: '#c7361b',
    amber: '#8a5200',
  },
  dark: {
    text: '#e9efea',
    muted: '#a3b0a8',
    brand: '#4fcf98',
    inverse: '#06281a',
    light: '#ffffff',
    price: '#ff8a6b',
    amber: '#f3bd67',
  },
} as const satisfies Record<'light' | 'dark', Record<Tone, string>>

export function Icon({ name, tone = 'text', size = 20 }: IconProps) {
  const colour = COLOURS[useScheme()][tone]
  const svg = ICONS[name].replaceAll('currentColor', colour)
  const side = Taro.pxTransform(size)
  return (
    <Image
      className='ll-icon'
      style={{ width: side, height: side }}
      src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
    />
  )
}
