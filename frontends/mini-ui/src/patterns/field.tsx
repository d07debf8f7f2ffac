import { View } from '@tarojs/components'
import { Input } from '../adapters/input'
import type { InputProps } from '../adapters/types'

type FieldProps = InputProps & {
  /** What is wrong with it; said by us or by the API. */
  readonly error?: string | undefined
}

/** A labelled line of a form with its error below. */
export const Field = ({ error, ...input }: FieldProps) => (
  <View className='ll-field'>
    <View className='ll-field__label'>{input.label}</View>
    <Input
      value={input.value}
      onChange={input.onChange}
      label={input.label}
      placeholder={input.placeholder}
      type={input.type}
      maxLength={input.maxLength}
      disabled={input.disabled}
      onDone={input.onDone}
    />
    {error !== undefined && <View className='ll-field__error'>{error}</View>}
  </View>
)
