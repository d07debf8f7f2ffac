/** What a resident reaches by buying; the order of the thresholds is the order of the levels. */
export type Level = {
  readonly id: string
  readonly name: string
  /** From this growth on, in fen. */
  readonly growthFen: number
  readonly version: number
}

export const MOST_LEVELS = 9

/** Where somebody stands: the level they have, and the one that comes next; 0 is none yet. */
export type Standing = { readonly level: number; readonly name: string; readonly next: Level | null }

/** @param levels by threshold, the lowest first */
export function standingOf(levels: readonly Level[], growthFen: number): Standing {
  const reached = levels.filter((level) => level.growthFen <= growthFen)
  return { level: reached.length, name: reached.at(-1)?.name ?? '', next: levels[reached.length] ?? null }
}
