import { Dialog, Toast } from 'tdesign-mobile-react'
import { ui } from '../../i18n/words'
import type { Confirmation } from '../types'

const TOAST_MS = 2400

/** A short notice that goes by itself. */
export function toast(text: string): void {
  Toast({ message: text, duration: TOAST_MS })
}

/** Asks before what cannot be undone. @returns whether the person agreed */
export function confirm({ title, text, confirmText, cancelText }: Confirmation): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = Dialog.confirm?.({
      title,
      content: text,
      confirmBtn: confirmText ?? ui.translate('confirm'),
      cancelBtn: cancelText ?? ui.translate('cancel'),
      closeOnOverlayClick: true,
      onConfirm: () => {
        resolve(true)
        dialog?.hide()
      },
      onCancel: () => {
        resolve(false)
        dialog?.hide()
      },
      onOverlayClick: () => resolve(false),
    })
  })
}
