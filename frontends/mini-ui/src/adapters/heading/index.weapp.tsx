import { View } from '@tarojs/components'
import type { HeadingProps } from '../types'

export const Heading = ({ className, children }: HeadingProps) => (
  <View className={className} ariaRole='heading'>
    {children}
  </View>
)
