import { Popup as TdPopup } from 'tdesign-mobile-react'
import type { PopupProps } from '../types'

export function Popup({ visible, placement = 'bottom', onClose, children }: PopupProps) {
  return (
    <TdPopup
      visible={visible}
      placement={placement}
      destroyOnClose
      onVisibleChange={(next) => {
        if (!next) onClose()
      }}
    >
      {children}
    </TdPopup>
  )
}
