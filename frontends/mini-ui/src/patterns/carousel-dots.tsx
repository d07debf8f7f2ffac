import { View } from '@tarojs/components'

type CarouselDotsProps = { readonly count: number; readonly shown: number }

/** Which of several pictures one sees. */
export const CarouselDots = ({ count, shown }: CarouselDotsProps) => (
  <View className='ll-carousel__dots'>
    {Array.from({ length: count }, (_, n) => (
      <View key={n} className={`ll-carousel__dot ${n === shown ? 'll-carousel__dot--on' : ''}`} />
    ))}
  </View>
)
