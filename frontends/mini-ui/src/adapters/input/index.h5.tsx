import { Input as TdInput } from 'tdesign-mobile-react'
import type { InputProps } from '../types'

const TYPES = {
  text: 'text',
  number: 'tel',
  digit: 'text',
  tel: 'tel',
  password: 'password',
  nickname: 'text',
} as const

export function Input({
  value,
  onChange,
  label,
  placeholder,
  type = 'text',
  maxLength,
  disabled,
  onDone,
}: InputProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to what bubbles from the input inside
    <div
      className='ll-input-box'
      onKeyDown={(event) => {
        if (event.key === 'Enter') onDone?.()
      }}
    >
      <TdInput
        className='ll-input'
        value={value}
        name={label}
        type={TYPES[type]}
        placeholder={placeholder ?? label}
        maxlength={maxLength}
        disabled={disabled}
        borderless
        clearable={false}
        onChange={(next) => onChange(String(next))}
      />
    </div>
  )
}
