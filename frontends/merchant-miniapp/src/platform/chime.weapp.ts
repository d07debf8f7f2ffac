import Taro from '@tarojs/taro'

/** Something new: a long buzz, heard through an apron as well. */
export const chime = (): void => void Taro.vibrateLong()

export const buzz = (): void => void Taro.vibrateShort({ type: 'medium' })
