import { Image, View } from '@tarojs/components'
import { useBroken } from '../../hooks/use-broken'
import { Icon } from '../icon'
import type { PictureProps } from '../types'

export function Picture({ src, alt, className = '', style }: PictureProps) {
  const { isBroken, onError } = useBroken(src)
  if (isBroken)
    return (
      <View className={`ll-picture ll-picture--broken ${className}`} style={style} ariaLabel={alt}>
        <Icon name='image' tone='muted' />
      </View>
    )
  return (
    <Image
      className={`ll-picture ${className}`}
      style={style}
      src={src}
      ariaLabel={alt}
      mode='aspectFill'
      lazyLoad
      onError={onError}
    />
  )
}
