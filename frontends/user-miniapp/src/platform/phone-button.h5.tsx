import { Button } from '@linli/mini-ui'
import type { PhoneButtonProps } from './phone-button.types'
import { askPhone } from './wechat'

/** Leaves for the simulator's page, which comes back to the profile with `phoneCode`. */
export const PhoneButton = ({ loading, mayAsk, onRefused, children }: PhoneButtonProps) => (
  <Button
    kind='soft'
    size='small'
    loading={loading}
    onTap={() => (mayAsk ? askPhone('profile') : onRefused())}
  >
    {children}
  </Button>
)
