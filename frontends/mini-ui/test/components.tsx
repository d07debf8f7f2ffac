// Taro's components as plain elements.
import type { PropsWithChildren } from 'react'

type Props = PropsWithChildren<Record<string, unknown>>

const plain =
  (tag: string) =>
  ({ children, className, onClick, onError, ariaLabel, ariaRole, src }: Props) => {
    const Tag = tag as 'div'
    const rest = { 'aria-label': ariaLabel as string, role: ariaRole as string, 'data-src': src as string }
    return (
      <Tag
        className={className as string}
        onClick={onClick as () => void}
        onError={onError as () => void}
        {...rest}
      >
        {children}
      </Tag>
    )
  }

export const View = plain('div')
export const Text = plain('span')
export const Image = plain('i')
export const ScrollView = plain('div')
export const Swiper = plain('div')
export const SwiperItem = plain('div')
export const Button = plain('button')
