import { Button as TdButton } from 'tdesign-mobile-react'
import type { ButtonProps } from '../types'
import { KINDS } from './kinds'

export function Button({
  kind = 'primary',
  size = 'medium',
  block,
  loading,
  disabled,
  onTap,
  children,
}: ButtonProps) {
  const { theme, variant } = KINDS[kind]
  return (
    <TdButton
      theme={theme}
      variant={variant}
      size={size}
      shape='round'
      block={block}
      loading={loading}
      disabled={disabled || loading}
      onClick={(event) => {
        event.stopPropagation()
        onTap()
      }}
    >
      {children}
    </TdButton>
  )
}
