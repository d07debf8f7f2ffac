import type { PictureProps } from '../types'

export const Picture = ({ src, alt, className = '', style }: PictureProps) => (
  <img
    className={`ll-picture ${className}`}
    style={style}
    src={src}
    alt={alt}
    loading='lazy'
    decoding='async'
  />
)
