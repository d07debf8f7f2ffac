import type { SearchBarProps } from '../types'

export function SearchBar({ value, placeholder, focus, onChange, onSubmit }: SearchBarProps) {
  return (
    <t-search
      value={value}
      placeholder={placeholder}
      shape='round'
      focus={focus}
      onChange={({ detail }) => onChange(String(detail.value))}
      onSubmit={({ detail }) => onSubmit(String(detail.value))}
      onClear={() => onChange('')}
    />
  )
}
