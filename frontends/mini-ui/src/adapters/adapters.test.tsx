import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Button } from './button'
import { Carousel } from './carousel'
import { Icon } from './icon'
import { Picture } from './picture'
import { Stepper } from './stepper'
import { Switch } from './switch'
import { Tap } from './tap'

afterEach(cleanup)

const isWeapp = process.env.TARO_ENV === 'weapp'

/** What WeChat does when a native component fires an event with a detail. */
function fromNative(tag: string, type: string, value: unknown): void {
  const element = document.querySelector(tag)
  if (!element) throw new Error(`no <${tag}>`)
  const key = Object.keys(element).find((name) => name.startsWith('__reactProps$'))
  const props = (element as Element & Record<string, unknown>)[key ?? ''] as Record<
    string,
    (event: object) => void
  >
  props[type]?.({ detail: { value } })
}

describe('Tap', () => {
  test('is pressed by a tap, and by a key in a browser', () => {
    const onTap = vi.fn<() => void>()
    render(<Tap label='加入购物车' onTap={onTap} />)
    const button = screen.getByRole('button', { name: '加入购物车' })
    fireEvent.click(button)
    expect(onTap).toHaveBeenCalledTimes(1)
    if (isWeapp) return
    fireEvent.keyDown(button, { key: 'Enter' })
    fireEvent.keyDown(button, { key: ' ' })
    fireEvent.keyDown(button, { key: 'a' })
    expect(onTap).toHaveBeenCalledTimes(3)
  })

  test('does nothing while it is disabled', () => {
    const onTap = vi.fn<() => void>()
    render(
      <Tap label='下单' disabled onTap={onTap}>
        下单
      </Tap>,
    )
    fireEvent.click(screen.getByRole('button', { name: '下单' }))
    expect(onTap).not.toHaveBeenCalled()
  })
})

describe('Button', () => {
  const press = (): void => {
    if (isWeapp) fromNative('t-button', 'onTap', undefined)
    else fireEvent.click(screen.getByRole('button'))
  }

  test('says what it is for and is pressed once per tap', () => {
    const onTap = vi.fn<() => void>()
    render(<Button onTap={onTap}>提交订单</Button>)
    expect(screen.getByText('提交订单')).toBeTruthy()
    press()
    expect(onTap).toHaveBeenCalledTimes(1)
  })

  test('waits while something is under way', () => {
    const onTap = vi.fn<() => void>()
    render(
      <Button loading onTap={onTap}>
        提交订单
      </Button>,
    )
    press()
    expect(onTap).not.toHaveBeenCalled()
  })
})

describe('Stepper', () => {
  test('tells the new count, and nothing when it is the same', () => {
    const onChange = vi.fn<(value: number) => void>()
    render(<Stepper value={2} max={5} label='数量' onChange={onChange} />)
    if (isWeapp) {
      fromNative('t-stepper', 'onChange', 2)
      fromNative('t-stepper', 'onChange', 3)
    } else {
      expect(screen.getByLabelText('数量', { selector: 'input' })).toBeTruthy()
      const plus = document.querySelector('.t-stepper__plus')
      if (!plus) throw new Error('no plus')
      fireEvent.click(plus)
    }
    expect(onChange.mock.calls).toEqual([[3]])
  })
})

describe('Switch', () => {
  test('turns over', () => {
    const onChange = vi.fn<(on: boolean) => void>()
    render(<Switch checked={false} label='积分抵扣' onChange={onChange} />)
    if (isWeapp) fromNative('t-switch', 'onChange', true)
    else fireEvent.keyDown(screen.getByRole('switch', { name: '积分抵扣' }), { key: ' ' })
    expect(onChange).toHaveBeenCalledWith(true)
  })
})

describe('pictures', () => {
  test('an icon is drawn from our own picture, from no font and no host', () => {
    const { container } = render(<Icon name='cart' tone='brand' size={24} />)
    if (isWeapp) {
      const src = container.querySelector('[data-src]')?.getAttribute('data-src') ?? ''
      expect(decodeURIComponent(src)).toMatch(/^data:image\/svg\+xml,<svg.*#0b7a50/)
      // As a picture it is a document of its own, which without its namespace shows nothing.
      expect(decodeURIComponent(src)).toContain('<svg xmlns="http://www.w3.org/2000/svg"')
    } else expect(container.querySelector('svg')).toBeTruthy()
    expect(decodeURIComponent(container.innerHTML)).not.toMatch(/https?:(?!\/\/www\.w3\.org\/2000\/svg)/)
  })

  test('a picture says what it shows', () => {
    render(<Picture src='/a.svg' alt='番茄' />)
    expect(isWeapp ? screen.getByLabelText('番茄') : screen.getByAltText('番茄')).toBeTruthy()
  })

  test('a picture that does not come leaves its place, and what it shows; another one is tried', () => {
    const broken = () => document.querySelector('.ll-picture--broken.line')
    const { rerender } = render(<Picture className='line' src='/a.svg' alt='番茄' />)
    expect(broken()).toBeNull()
    if (isWeapp) act(() => fromNative('.ll-picture', 'onError', undefined))
    else fireEvent.error(screen.getByAltText('番茄'))
    expect(broken()).toBeTruthy()
    expect(screen.getByLabelText('番茄')).toBe(broken())
    rerender(<Picture className='line' src='/b.svg' alt='番茄' />)
    expect(broken()).toBeNull()
  })

  test('where there is no picture there is no address to ask', () => {
    const { container } = render(<Picture src='' alt='' />)
    expect(container.querySelector('.ll-picture--broken')).toBeTruthy()
    expect(container.querySelector('img')).toBeNull()
  })
})

describe('a carousel', () => {
  const slides = ['a', 'b', 'c'].map((key) => ({ key, content: <Picture src={`/${key}.svg`} alt={key} /> }))

  test('shows every picture, and says what they are', () => {
    render(<Carousel label='活动' slides={slides} />)
    expect(screen.getByLabelText('活动')).toBeTruthy()
    expect(document.querySelectorAll('.ll-carousel__dot')).toHaveLength(3)
    for (const key of ['a', 'b', 'c'])
      expect(isWeapp ? screen.getByLabelText(key) : screen.getByAltText(key)).toBeTruthy()
  })

  test('of one picture has nothing to count', () => {
    render(<Carousel label='活动' slides={slides.slice(0, 1)} />)
    expect(document.querySelectorAll('.ll-carousel__dot')).toHaveLength(0)
  })
})
