import type { Clock } from '@linli/core'

export interface FakeClock extends Clock {
  /** Moves the time forward (or back) by milliseconds. */
  advance(ms: number): void
  set(now: Date | string): void
}

/** A clock that stands still at `start` (a Date or RFC 3339) until a test moves it. */
export function fakeClock(start: Date | string): FakeClock {
  let at = new Date(start).getTime()
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms
    },
    set: (now) => {
      at = new Date(now).getTime()
    },
  }
}
