/** What a counter hears, as frequencies in Hz one after the other: something new, done, not so. */
export const TONES = {
  news: [880, 1320],
  done: [1320],
  wrong: [330, 262],
} as const

export type Tone = keyof typeof TONES

/** Length of a note, in seconds. */
export const NOTE_S = 0.16
