import type { ButtonProps } from '../types'
import { KINDS } from './kinds'

// Taro collects the attributes of native tags statically: every prop is spelt out, a spread would be lost.
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
    <t-button
      theme={theme}
      variant={variant}
      size={size}
      shape='round'
      block={block}
      loading={loading}
      disabled={disabled || loading}
      onTap={() => {
        if (!disabled && !loading) onTap()
      }}
    >
      {children}
    </t-button>
  )
}
