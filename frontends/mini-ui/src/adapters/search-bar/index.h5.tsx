import { Search as TdSearch } from 'tdesign-mobile-react'
import type { SearchBarProps } from '../types'

export function SearchBar({ value, placeholder, focus, onChange, onSubmit }: SearchBarProps) {
  return (
    <TdSearch
      value={value}
      placeholder={placeholder}
      shape='round'
      focus={focus}
      onChange={(next) => onChange(next)}
      onSubmit={({ value: text }) => onSubmit(text)}
      onClear={() => onChange('')}
    />
  )
}
