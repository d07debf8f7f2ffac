// The native TDesign tags as the weapp adapters use them; Taro binds `on…` to the component's events.
import type { ReactNode } from 'react'

type Detail<Value> = { readonly detail: Value }
type Changed = (event: Detail<{ readonly value: string | number | boolean }>) => void
type Native<Props> = Props & { readonly class?: string; readonly children?: ReactNode }

declare global {
  namespace JSX {
    interface IntrinsicElements {
      't-button': Native<{
        theme: string
        variant: string
        size: string
        shape: string
        block?: boolean
        loading?: boolean
        disabled?: boolean
        onTap: () => void
      }>
      't-popup': Native<{
        visible: boolean
        placement: string
        onVisibleChange: (event: Detail<{ readonly visible: boolean }>) => void
      }>
      't-stepper': Native<{
        value: number
        min: number
        max: number
        disabled?: boolean
        integer: boolean
        theme: string
        onChange: Changed
      }>
      't-input': Native<{
        value: string
        type: string
        placeholder: string
        maxlength: number
        disabled?: boolean
        borderless: boolean
        onChange: Changed
        onBlur: Changed
        onEnter: () => void
      }>
      't-textarea': Native<{
        value: string
        placeholder: string
        maxlength: number
        indicator: boolean
        autosize: boolean
        onChange: Changed
      }>
      't-search': Native<{
        value: string
        placeholder: string
        shape: string
        focus?: boolean
        onChange: Changed
        onSubmit: Changed
        onClear: () => void
      }>
      't-switch': Native<{ value: boolean; disabled?: boolean; onChange: Changed }>
      't-loading': Native<{ size: string; text: string; theme: string }>
    }
  }
}
