import { Swiper, SwiperItem, View } from '@tarojs/components'
import { useState } from 'react'
import { CarouselDots } from '../../patterns/carousel-dots'
import type { CarouselProps } from '../types'

export function Carousel({ slides, label, everyMs = 0 }: CarouselProps) {
  const [shown, setShown] = useState(0)
  const many = slides.length > 1
  return (
    <View className='ll-carousel' ariaLabel={label}>
      <Swiper
        className='ll-carousel__strip'
        circular={many}
        autoplay={many && everyMs > 0}
        interval={everyMs}
        onChange={({ detail }) => setShown(detail.current)}
      >
        {slides.map(({ key, content }) => (
          <SwiperItem key={key} className='ll-carousel__slide'>
            {content}
          </SwiperItem>
        ))}
      </Swiper>
      {many && <CarouselDots count={slides.length} shown={shown} />}
    </View>
  )
}
