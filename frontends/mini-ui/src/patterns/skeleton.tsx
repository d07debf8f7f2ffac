import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'

const px = (size: number): string => Taro.pxTransform(size)
const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

type BoneProps = { readonly width?: string; readonly height: number }

/** One grey block where something will be. @param height px at a width of 375 */
export const Bone = ({ width = '100%', height }: BoneProps) => (
  <View className='ll-bone' style={{ width, height: px(height) }} />
)

/** Rows with a picture, as lists have them. */
export const SkeletonRows = ({ rows = 4 }: { readonly rows?: number }) => (
  <View>
    {numbers(rows).map((row) => (
      <View key={row} className='ll-card'>
        <View className='ll-bone__row'>
          <View className='ll-bone' style={{ width: px(84), height: px(84) }} />
          <View className='ll-bone__lines'>
            <Bone width='80%' height={16} />
            <Bone width='50%' height={14} />
            <Bone width='30%' height={18} />
          </View>
        </View>
      </View>
    ))}
  </View>
)
