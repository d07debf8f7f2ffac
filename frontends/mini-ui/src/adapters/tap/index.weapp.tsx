import { View } from '@tarojs/components'
import type { TapProps } from '../types'

export function Tap({ onTap, disabled, label, className = '', style, children }: TapProps) {
  return (
    <View
      ariaRole='button'
      ariaLabel={label}
      hoverClass='ll-tap--press'
      className={`ll-tap ${disabled ? 'll-tap--off' : ''} ${className}`}
      style={style}
      onClick={() => {
        if (!disabled) onTap?.()
      }}
    >
      {children}
    </View>
  )
}
