import { rm } from 'node:fs/promises'
import { REAL_TIME } from '../clock.ts'
import { countBoot } from '../ids.ts'
import type { Sim } from '../sim.ts'

/** Back to an empty provider on real time. Numbers given out before are never given out again. */
export async function resetSimulator(sim: Sim): Promise<void> {
  for (const { key } of sim.scheduler.pending()) sim.scheduler.cancel(key)
  await Promise.allSettled([...sim.inFlight])
  const boot = sim.tables.meta.get('boot')
  sim.faults.clear()
  sim.clearStore()
  sim.exchanges.length = 0
  sim.clock.restore(REAL_TIME)
  sim.tables.meta.put('boot', boot)
  countBoot(sim.tables.meta)
  await rm(sim.storageDirectory, { recursive: true, force: true })
}
