import Taro from '@tarojs/taro'
import { ui } from '../../i18n/words'
import type { Confirmation } from '../types'

const TOAST_MS = 2400

/** A short notice that goes by itself. */
export function toast(text: string): void {
  void Taro.showToast({ title: text, icon: 'none', duration: TOAST_MS })
}

const LONGEST_WORD = 4

/** WeChat refuses the whole question for a button of more than four characters. @returns the first that fits */
const onButton = (...words: readonly (string | undefined)[]): string | undefined =>
  words.find((word) => word !== undefined && word.length <= LONGEST_WORD)

/** Asks before what cannot be undone. @returns whether the person agreed */
export async function confirm({ title, text, confirmText, cancelText }: Confirmation): Promise<boolean> {
  const yes = onButton(confirmText, ui.translate('confirm'))
  const no = onButton(cancelText, ui.translate('cancel'))
  const { confirm: agreed } = await Taro.showModal({
    title,
    content: text ?? '',
    // Without a word that fits WeChat puts its own.
    ...(yes !== undefined && { confirmText: yes }),
    ...(no !== undefined && { cancelText: no }),
  })
  return agreed
}
