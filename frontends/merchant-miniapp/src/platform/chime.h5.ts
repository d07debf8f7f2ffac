const NOTES_HZ = [880, 1320]
const NOTE_S = 0.16
const VOLUME = 0.15

/** Two short notes: something new. Silent until the page was touched once, as browsers want it. */
export function chime(): void {
  if (typeof AudioContext === 'undefined') return
  const context = new AudioContext()
  NOTES_HZ.forEach((hz, index) => {
    const tone = context.createOscillator()
    const gain = context.createGain()
    gain.gain.value = VOLUME
    tone.frequency.value = hz
    tone.connect(gain).connect(context.destination)
    tone.start(context.currentTime + index * NOTE_S)
    tone.stop(context.currentTime + (index + 1) * NOTE_S)
  })
}

const PULSE_MS = 120

export const buzz = (): void => void navigator.vibrate?.(PULSE_MS)
