import type { KeyboardEvent, MouseEvent } from 'react'
import type { TapProps } from '../types'

// A plain element: Taro's own are web components whose native listeners run before React's.
export function Tap({ onTap, disabled, label, selected, className = '', style, children }: TapProps) {
  const press = (event: MouseEvent | KeyboardEvent): void => {
    event.stopPropagation()
    if (!disabled) onTap?.()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: holds blocks, which a button element may not
    <div
      role='button'
      tabIndex={disabled ? -1 : 0}
      aria-label={label}
      aria-disabled={disabled || undefined}
      aria-pressed={selected}
      className={`ll-tap ${disabled ? 'll-tap--off' : ''} ${className}`}
      style={style}
      onClick={press}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        press(event)
      }}
    >
      {children}
    </div>
  )
}
