/** Tells the relay of a process that events have been committed in it. */
export type Bell = {
  ring(): void
  /** @returns how to hear it no longer. */
  onRing(action: () => void): () => void
}

/** One per process, made before there is a relay: until one listens, ringing does nothing, for a relay begins by looking. */
export function createBell(): Bell {
  const actions = new Set<() => void>()
  return {
    ring() {
      for (const action of actions) action()
    },
    onRing(action) {
      actions.add(action)
      return () => void actions.delete(action)
    },
  }
}
