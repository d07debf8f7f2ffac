import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useMemo } from 'react'
import { renderSVG } from 'uqr'
import { Picture } from '../adapters/picture'
import { ui } from '../i18n/words'

type QrCodeProps = {
  readonly text: string
  /** Side in px at a width of 375. */
  readonly size: number
}

/** Black on white in both schemes: scanners want it so. */
export function QrCode({ text, size }: QrCodeProps) {
  const t = ui.useT()
  const src = useMemo(
    () => `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { ecc: 'M', border: 1 }))}`,
    [text],
  )
  const side = Taro.pxTransform(size)
  return (
    <View className='ll-qr'>
      <Picture src={src} alt={t('qrCode')} style={{ width: side, height: side, background: '#ffffff' }} />
    </View>
  )
}
