import type { CSSProperties, ReactNode } from 'react'

/** One contract for both targets: `index.weapp.tsx` and `index.h5.tsx` are checked against it. */
export type TapProps = {
  readonly onTap?: () => void
  readonly disabled?: boolean
  /** What a screen reader says, where the content is no text; text speaks for itself. */
  readonly label?: string
  /** Chosen among others: tabs, chips, options. */
  readonly selected?: boolean
  readonly className?: string
  readonly style?: CSSProperties
  readonly children?: ReactNode
}

export type ButtonProps = {
  readonly kind?: 'primary' | 'plain' | 'soft' | 'danger' | 'text'
  readonly size?: 'small' | 'medium' | 'large'
  readonly block?: boolean
  readonly loading?: boolean
  readonly disabled?: boolean
  readonly onTap: () => void
  readonly children: string
}

export type CarouselProps = {
  readonly slides: readonly { readonly key: string; readonly content: ReactNode }[]
  /** What the pictures are, for a screen reader. */
  readonly label: string
  /** Goes on by itself after so many ms; 0: never. */
  readonly everyMs?: number
}

export type PopupProps = {
  readonly visible: boolean
  readonly placement?: 'bottom' | 'center'
  readonly onClose: () => void
  readonly children?: ReactNode
}

export type StepperProps = {
  readonly value: number
  readonly min?: number
  readonly max?: number
  readonly disabled?: boolean
  /** What is counted, for a screen reader. */
  readonly label: string
  readonly onChange: (value: number) => void
}

export type InputProps = {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly label: string
  readonly placeholder?: string
  /** `nickname`: WeChat offers the person's own above the keyboard. */
  readonly type?: 'text' | 'number' | 'digit' | 'tel' | 'password' | 'nickname'
  readonly maxLength?: number
  readonly disabled?: boolean
  readonly onDone?: () => void
}

export type TextareaProps = {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly label: string
  readonly placeholder?: string
  readonly maxLength?: number
}

export type SearchBarProps = {
  readonly value: string
  readonly placeholder: string
  readonly focus?: boolean
  readonly onChange: (value: string) => void
  readonly onSubmit: (value: string) => void
}

export type SwitchProps = {
  readonly checked: boolean
  readonly label: string
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

export type CheckProps = {
  readonly checked: boolean
  readonly label: string
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

export type HeadingProps = { readonly className: string; readonly children: string }

export type SpinnerProps = { readonly label: string }

export type PictureProps = {
  readonly src: string
  /** What is to be seen; empty when the text beside it says the same. */
  readonly alt: string
  readonly className?: string
  readonly style?: CSSProperties
}

/** `inverse` stands on the brand's colour, `light` on something dark in both schemes. */
export type Tone = 'text' | 'muted' | 'brand' | 'inverse' | 'light' | 'price' | 'amber'

export type Confirmation = {
  readonly title: string
  readonly text?: string
  readonly confirmText?: string
  readonly cancelText?: string
}
