import type { PopupProps } from '../types'

export function Popup({ visible, onClose, children }: PopupProps) {
  return (
    <t-popup
      visible={visible}
      placement='bottom'
      onVisibleChange={({ detail }) => {
        if (!detail.visible) onClose()
      }}
    >
      {children}
    </t-popup>
  )
}
