import { Textarea as TdTextarea } from 'tdesign-mobile-react'
import type { TextareaProps } from '../types'

export function Textarea({ value, onChange, label, placeholder, maxLength = 200 }: TextareaProps) {
  return (
    <TdTextarea
      value={value}
      name={label}
      placeholder={placeholder ?? label}
      maxlength={maxLength}
      indicator
      autosize={{ minRows: 3, maxRows: 6 }}
      onChange={(next) => onChange(String(next))}
    />
  )
}
