import Taro from '@tarojs/taro'
import { ui } from '../../i18n/words'
import type { Confirmation } from '../types'

const TOAST_MS = 2400

/** A short notice that goes by itself. */
export function toast(text: string): void {
  void Taro.showToast({ title: text, icon: 'none', duration: TOAST_MS })
}

/** Asks before what cannot be undone. @returns whether the person agreed */
export async function confirm({ title, text, confirmText, cancelText }: Confirmation): Promise<boolean> {
  const { confirm: agreed } = await Taro.showModal({
    title,
    content: text ?? '',
    confirmText: confirmText ?? ui.translate('confirm'),
    cancelText: cancelText ?? ui.translate('cancel'),
  })
  return agreed
}
