import Taro from '@tarojs/taro'

export const canScan = true

/** Opens the camera. @returns undefined when the person turned back */
export const scan = (): Promise<string | undefined> =>
  Taro.scanCode({ onlyFromCamera: true, scanType: ['qrCode', 'barCode'] }).then(
    ({ result }) => result,
    () => undefined,
  )
