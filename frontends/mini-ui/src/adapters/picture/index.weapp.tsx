import { Image } from '@tarojs/components'
import type { PictureProps } from '../types'

export const Picture = ({ src, alt, className = '', style }: PictureProps) => (
  <Image
    className={`ll-picture ${className}`}
    style={style}
    src={src}
    ariaLabel={alt}
    mode='aspectFill'
    lazyLoad
  />
)
