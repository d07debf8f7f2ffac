import { useEffect, useRef, useState } from 'react'
import { CarouselDots } from '../../patterns/carousel-dots'
import type { CarouselProps } from '../types'

const isCalm = (): boolean => window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false

/** A strip that snaps; whoever touches it, or wants no motion, is not carried on. */
export function Carousel({ slides, label, everyMs = 0 }: CarouselProps) {
  const strip = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState(0)
  const [held, setHeld] = useState(false)
  const many = slides.length > 1
  useEffect(() => {
    if (everyMs === 0 || !many || held || isCalm()) return undefined
    const timer = setInterval(() => {
      const { current } = strip
      if (!current) return
      const next = (Math.round(current.scrollLeft / current.clientWidth) + 1) % slides.length
      current.scrollTo({ left: next * current.clientWidth, behavior: 'smooth' })
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs, many, held, slides.length])
  return (
    <section className='ll-carousel' aria-label={label}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the browser scrolls it, this only watches */}
      <div
        ref={strip}
        className='ll-carousel__strip'
        tabIndex={many ? 0 : undefined}
        onScroll={({ currentTarget }) =>
          setShown(Math.round(currentTarget.scrollLeft / Math.max(1, currentTarget.clientWidth)))
        }
        onPointerDown={() => setHeld(true)}
        onFocus={() => setHeld(true)}
      >
        {slides.map(({ key, content }) => (
          <div key={key} className='ll-carousel__slide'>
            {content}
          </div>
        ))}
      </div>
      {many && <CarouselDots count={slides.length} shown={shown} />}
    </section>
  )
}
