import { Popup as TdPopup } from 'tdesign-mobile-react'
import type { PopupProps } from '../types'

export function Popup({ visible, onClose, children }: PopupProps) {
  return (
    <TdPopup
      visible={visible}
      placement='bottom'
      destroyOnClose
      onVisibleChange={(next) => {
        if (!next) onClose()
      }}
    >
      {children}
    </TdPopup>
  )
}
