import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Icon } from '../adapters/icon'
import { Popup } from '../adapters/popup'
import { Tap } from '../adapters/tap'
import { ui } from '../i18n/words'

type DialogProps = {
  readonly visible: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Stands in the middle of the page, with its way out below. */
export function Dialog({ visible, onClose, children }: DialogProps) {
  const t = ui.useT()
  return (
    <Popup visible={visible} placement='center' onClose={onClose}>
      <View className='ll-dialog'>
        <View className='ll-dialog__card'>{children}</View>
        <Tap className='ll-dialog__close' label={t('close')} onTap={onClose}>
          <Icon name='close' tone='light' size={24} />
        </Tap>
      </View>
    </Popup>
  )
}
