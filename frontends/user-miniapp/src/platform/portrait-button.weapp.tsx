import { photoOf } from '@linli/mini-ui'
import { Button } from '@tarojs/components'
import type { PortraitButtonProps } from './portrait-button.types'

/** WeChat offers the person's own portrait, the album and the camera. */
export const PortraitButton = ({ label, onChosen, onRefused, children }: PortraitButtonProps) => (
  <Button
    className='portrait-button'
    openType='chooseAvatar'
    ariaLabel={label}
    onChooseAvatar={({ detail }) => void photoOf(detail.avatarUrl).then(onChosen, onRefused)}
  >
    {children}
  </Button>
)
