import type { Clock } from '../clock.ts'

export type Task = { key: string; dueAt: number; run: () => Promise<void> }

export type Scheduler = {
  /** Replaces a task with the same key. `dueAt` is virtual time in epoch ms. */
  plan: (task: Task) => void
  cancel: (key: string) => void
  pending: () => { key: string; dueAt: number }[]
  /** Steps the virtual clock on by `ms` through every task that falls due, in order and awaited. */
  advance: (ms: number) => Promise<void>
  /** Call after the clock was changed by hand. */
  wake: () => void
  stop: () => Promise<void>
}

const MAX_TIMER_MS = 2 ** 31 - 1
/** Tasks this close together run side by side while stepping; a retry round of many orders is one step. */
const STEP_MS = 100

export function createScheduler(clock: Clock, onError: (error: unknown) => void): Scheduler {
  const tasks = new Map<string, Task>()
  const running = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let stepping: Promise<void> = Promise.resolve()
  let busyStepping = 0
  let stopped = false

  const earliest = () => {
    let first: Task | undefined
    for (const task of tasks.values()) if (!first || task.dueAt < first.dueAt) first = task
    return first
  }

  const takeDue = (until: number) => {
    const due = [...tasks.values()].filter((task) => task.dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)
    for (const task of due) tasks.delete(task.key)
    return due
  }

  const start = async (task: Task): Promise<void> => {
    const run = task.run().catch(onError)
    running.add(run)
    await run
    running.delete(run)
  }

  const arm = () => {
    clearTimeout(timer)
    const first = earliest()
    if (stopped || busyStepping > 0 || !first || clock.state().frozenAt !== null) return
    timer = setTimeout(fire, Math.min(Math.max(0, first.dueAt - clock.now()), MAX_TIMER_MS))
  }

  const fire = () => {
    for (const task of takeDue(clock.now())) start(task).catch(onError)
    arm()
  }

  const step = async (ms: number) => {
    const target = clock.now() + ms
    const wasFrozen = clock.state().frozenAt !== null
    // What real time already started belongs to the past: a test that advances wants to see its result too.
    await Promise.allSettled([...running])
    const jump = (at: number) => clock.restore({ ...clock.state(), frozenAt: at })
    for (let next = earliest(); next && next.dueAt <= target && !stopped; next = earliest()) {
      jump(Math.max(next.dueAt, clock.now()))
      await Promise.all(takeDue(Math.min(next.dueAt + STEP_MS, target)).map(start))
    }
    const end = Math.max(target, clock.now())
    if (wasFrozen) jump(end)
    else clock.restore({ ...clock.state(), frozenAt: null, offsetMs: end - clock.real() })
  }

  return {
    plan: (task) => {
      if (stopped) return
      tasks.set(task.key, task)
      if (!timer || earliest() === task) arm()
    },
    cancel: (key) => {
      tasks.delete(key)
    },
    pending: () => [...tasks.values()].map(({ key, dueAt }) => ({ key, dueAt })),
    wake: fire,
    advance: (ms) => {
      busyStepping += 1
      stepping = stepping
        .then(() => step(ms))
        .finally(() => {
          busyStepping -= 1
          arm()
        })
      return stepping
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await Promise.allSettled([...running, stepping])
    },
  }
}
