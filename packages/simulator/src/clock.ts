/**
 * Two clocks. `now` is the virtual time of the business (expiry, retry table, token life): it follows real
 * time until a test advances, sets or freezes it. `wire` is the time on signatures and in signature checks:
 * it stays real by default, because the services under test live in real time.
 */
export type Clock = {
  now: () => number
  wire: () => number
  real: () => number
  state: () => ClockState
  restore: (state: ClockState) => void
}

export type ClockState = {
  offsetMs: number
  frozenAt: number | null
  wire: 'real' | 'virtual'
  wireSkewMs: number
}

export const REAL_TIME: ClockState = { offsetMs: 0, frozenAt: null, wire: 'real', wireSkewMs: 0 }

export function createClock(real: () => number = Date.now): Clock {
  let state = REAL_TIME
  const now = () => state.frozenAt ?? real() + state.offsetMs
  return {
    now,
    real,
    wire: () => (state.wire === 'virtual' ? now() : real()) + state.wireSkewMs,
    state: () => state,
    restore: (next) => {
      state = next
    },
  }
}
