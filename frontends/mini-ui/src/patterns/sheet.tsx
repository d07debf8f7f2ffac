import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Icon } from '../adapters/icon'
import { Popup } from '../adapters/popup'
import { Tap } from '../adapters/tap'
import { ui } from '../i18n/words'

type SheetProps = {
  readonly title: string
  readonly visible: boolean
  readonly onClose: () => void
  /** Stays while the content scrolls. */
  readonly foot?: ReactNode
  readonly children: ReactNode
}

/** Comes from below over the page. */
export function Sheet({ title, visible, onClose, foot, children }: SheetProps) {
  const t = ui.useT()
  return (
    <Popup visible={visible} onClose={onClose}>
      <View className='ll-sheet'>
        <View className='ll-sheet__head'>
          <View>{title}</View>
          <Tap className='ll-sheet__close' label={t('close')} onTap={onClose}>
            <Icon name='close' tone='muted' size={22} />
          </Tap>
        </View>
        <View className='ll-sheet__body'>{children}</View>
        {foot !== undefined && <View className='ll-sheet__foot'>{foot}</View>}
      </View>
    </Popup>
  )
}
