import { NOTE_S, TONES, type Tone } from './tones'

const RATE = 8000
const HEADER_BYTES = 44
const MIDDLE = 128
const LOUDEST = 76

const letters = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0))

/** A tone as a WAV file: PCM, 8 bit, mono. */
export function waveOf(tone: Tone): ArrayBuffer {
  const perNote = Math.round(NOTE_S * RATE)
  const samples = TONES[tone].flatMap((hz) =>
    Array.from({ length: perNote }, (_, n) =>
      Math.round(MIDDLE + LOUDEST * Math.sin((2 * Math.PI * hz * n) / RATE)),
    ),
  )
  const file = new ArrayBuffer(HEADER_BYTES + samples.length)
  const bytes = new Uint8Array(file)
  bytes.set(letters('RIFF'), 0)
  bytes.set(letters('WAVEfmt '), 8)
  bytes.set(letters('data'), 36)
  bytes.set(samples, HEADER_BYTES)
  const view = new DataView(file)
  view.setUint32(4, HEADER_BYTES - 8 + samples.length, true)
  view.setUint32(16, 16, true) // bytes of the format's part
  view.setUint16(20, 1, true) // PCM
  view.setUint16(22, 1, true) // channels
  view.setUint32(24, RATE, true)
  view.setUint32(28, RATE, true) // bytes per second
  view.setUint16(32, 1, true) // bytes per sample
  view.setUint16(34, 8, true) // bits per sample
  view.setUint32(40, samples.length, true)
  return file
}
