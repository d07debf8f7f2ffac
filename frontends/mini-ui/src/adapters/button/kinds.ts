import type { ButtonProps } from '../types'

/** Our five kinds in TDesign's two dimensions. */
export const KINDS = {
  primary: { theme: 'primary', variant: 'base' },
  plain: { theme: 'default', variant: 'outline' },
  soft: { theme: 'light', variant: 'base' },
  danger: { theme: 'danger', variant: 'outline' },
  text: { theme: 'primary', variant: 'text' },
} as const satisfies Record<NonNullable<ButtonProps['kind']>, { theme: string; variant: string }>
