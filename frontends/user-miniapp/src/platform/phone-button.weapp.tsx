import { Button } from '@linli/mini-ui'
import { Button as OpenButton } from '@tarojs/components'
import type { PhoneButtonProps } from './phone-button.types'

/** WeChat tells a number to its own button alone. */
export function PhoneButton({ loading, mayAsk, onRefused, onCode, children }: PhoneButtonProps) {
  if (!mayAsk)
    return (
      <Button kind='soft' size='small' onTap={onRefused}>
        {children}
      </Button>
    )
  return (
    <OpenButton
      className='phone-button'
      openType='getPhoneNumber'
      loading={loading}
      disabled={loading}
      onGetPhoneNumber={({ detail }) => {
        if (detail.code) onCode(detail.code)
      }}
    >
      {children}
    </OpenButton>
  )
}
