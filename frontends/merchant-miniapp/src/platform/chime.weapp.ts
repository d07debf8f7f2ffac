import Taro from '@tarojs/taro'
import type { Tone } from './tones'
import { waveOf } from './wave'

/** Sounds live in files of the user's own folder: there is nothing to download. */
const fileOf = (tone: Tone): string => `${Taro.env.USER_DATA_PATH}/chime-${tone}.wav`
const written = new Set<Tone>()

function play(tone: Tone): void {
  const player = Taro.createInnerAudioContext()
  player.onEnded(() => player.destroy())
  player.onError(() => player.destroy())
  player.src = fileOf(tone)
  player.play()
}

/** Short notes and a buzz that is felt through an apron as well. */
export function chime(tone: Tone): void {
  void (tone === 'done' ? Taro.vibrateShort({ type: 'medium' }) : Taro.vibrateLong())
  if (written.has(tone)) {
    play(tone)
    return
  }
  Taro.getFileSystemManager().writeFile({
    filePath: fileOf(tone),
    data: waveOf(tone),
    success: () => {
      written.add(tone)
      play(tone)
    },
  })
}
