/** Bounds what runs at once in a process. */
export type Slots = {
  /** Resolves when the task has *started*, so that the caller keeps pulling while it runs. */
  run(task: () => Promise<void>): Promise<void>
  /** Resolves when nothing runs. */
  idle(): Promise<void>
}

/** @param onError gets what a task throws: nobody awaits a task. */
export function createSlots(size: number, onError: (error: unknown) => void): Slots {
  let free = size
  const waiting: (() => void)[] = []
  const running = new Set<Promise<void>>()
  return {
    async run(task) {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      const work = task()
        .catch(onError)
        .finally(() => {
          running.delete(work)
          const next = waiting.shift()
          if (next) next()
          else free += 1
        })
      running.add(work)
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
