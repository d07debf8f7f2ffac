import type { InputProps } from '../types'

const TYPES = {
  text: 'text',
  number: 'number',
  digit: 'digit',
  tel: 'number',
  password: 'password',
  nickname: 'nickname',
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
    <t-input
      class='ll-input'
      value={value}
      type={TYPES[type]}
      placeholder={placeholder ?? label}
      maxlength={maxLength ?? -1}
      disabled={disabled}
      borderless
      onChange={({ detail }) => onChange(String(detail.value))}
      // A nickname that WeChat offers is told on leaving the field only.
      onBlur={({ detail }) => {
        if (detail.value !== value) onChange(String(detail.value))
      }}
      onEnter={() => onDone?.()}
    />
  )
}
