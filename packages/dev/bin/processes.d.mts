/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessId {
  pid: number
  /** When it started, as the kernel tells it; opaque. */
  started: string
}

/** Start time out of /proc/<pid>/stat: field 22, counted after the command, which may hold spaces and brackets. */
export declare function startTimeOf(stat: string): string | undefined

/** Undefined when no such process lives (a zombie does not live). */
export declare function identify(pid: number): ProcessId | undefined

export declare function isAlive(id: ProcessId): boolean

export declare function currentProcess(): ProcessId
