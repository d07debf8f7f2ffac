import type { TextareaProps } from '../types'

export function Textarea({ value, onChange, label, placeholder, maxLength = 200 }: TextareaProps) {
  return (
    <t-textarea
      value={value}
      placeholder={placeholder ?? label}
      maxlength={maxLength}
      indicator
      autosize
      onChange={({ detail }) => onChange(String(detail.value))}
    />
  )
}
