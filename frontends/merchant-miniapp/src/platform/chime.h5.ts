import { NOTE_S, TONES, type Tone } from './tones'

const PULSE_MS = 120
const VOLUME = 0.15

/** Short notes and a buzz. Silent until the page was touched once, as browsers want it. */
export function chime(tone: Tone): void {
  navigator.vibrate?.(PULSE_MS)
  if (typeof AudioContext === 'undefined') return
  const context = new AudioContext()
  TONES[tone].forEach((hz, index) => {
    const note = context.createOscillator()
    const gain = context.createGain()
    gain.gain.value = VOLUME
    note.frequency.value = hz
    note.connect(gain).connect(context.destination)
    note.start(context.currentTime + index * NOTE_S)
    note.stop(context.currentTime + (index + 1) * NOTE_S)
  })
}
