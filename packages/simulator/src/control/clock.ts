import type { Sim } from '../sim.ts'
import { rfc3339 } from '../time/format.ts'

export type ClockView = {
  now: number
  now_text: string
  wire: number
  frozen: boolean
  offset_ms: number
  wire_follows: 'real' | 'virtual'
  wire_skew_ms: number
  /** Planned work: callback retries, refund ends, receipts. */
  pending: { key: string; due_at: number }[]
}

export type ClockChange = {
  /** Virtual time in epoch ms. Jumping forward runs nothing in between; use advance for that. */
  now?: number
  frozen?: boolean
  /** Which time signatures carry and are checked against. Default real. */
  wire_follows?: 'real' | 'virtual'
  /** Added to the wire time: a provider whose clock is wrong. */
  wire_skew_ms?: number
}

export type ClockControl = {
  get: () => ClockView
  set: (change: ClockChange) => ClockView
  /** Moves the virtual clock on, running everything that falls due, in order, each awaited. */
  advance: (ms: number) => Promise<ClockView>
}

export function clockControl(sim: Sim): ClockControl {
  const { clock, scheduler } = sim

  const get = (): ClockView => {
    const state = clock.state()
    return {
      now: clock.now(),
      now_text: rfc3339(clock.now()),
      wire: clock.wire(),
      frozen: state.frozenAt !== null,
      offset_ms: clock.now() - clock.real(),
      wire_follows: state.wire,
      wire_skew_ms: state.wireSkewMs,
      pending: scheduler.pending().map(({ key, dueAt }) => ({ key, due_at: dueAt })),
    }
  }

  const save = () => {
    sim.tables.meta.put(CLOCK, clock.state())
  }

  return {
    get,
    set: (change) => {
      const before = clock.state()
      const now = change.now ?? clock.now()
      const frozen = change.frozen ?? before.frozenAt !== null
      const moved = change.now !== undefined || before.frozenAt !== null
      clock.restore({
        offsetMs: moved ? now - clock.real() : before.offsetMs,
        frozenAt: frozen ? now : null,
        wire: change.wire_follows ?? before.wire,
        wireSkewMs: change.wire_skew_ms ?? before.wireSkewMs,
      })
      save()
      if (!frozen) scheduler.wake()
      return get()
    },
    advance: async (ms) => {
      await scheduler.advance(ms)
      save()
      return get()
    },
  }
}

/** Where the clock's state is kept over restarts. */
export const CLOCK = 'clock'
