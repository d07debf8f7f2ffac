import type { PopupProps } from '../types'

export function Popup({ visible, placement = 'bottom', onClose, children }: PopupProps) {
  return (
    <t-popup
      visible={visible}
      placement={placement}
      onVisibleChange={({ detail }) => {
        if (!detail.visible) onClose()
      }}
    >
      {children}
    </t-popup>
  )
}
