import { useBroken } from '../../hooks/use-broken'
import { Icon } from '../icon'
import type { PictureProps } from '../types'

export function Picture({ src, alt, className = '', style }: PictureProps) {
  const { isBroken, onError } = useBroken(src)
  if (isBroken)
    return (
      <span
        className={`ll-picture ll-picture--broken ${className}`}
        style={style}
        {...(alt !== '' && { role: 'img', 'aria-label': alt })}
      >
        <Icon name='image' tone='muted' />
      </span>
    )
  return (
    <img
      className={`ll-picture ${className}`}
      style={style}
      src={src}
      alt={alt}
      loading='lazy'
      decoding='async'
      onError={onError}
    />
  )
}
