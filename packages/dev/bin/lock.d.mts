/**
 * Runs while no other process holds the lock of this name; the lock of a process that is gone is nobody's. `waiting`
 * is told once which process holds it.
 */
export declare function withLock<T>(
  file: string,
  waiting: (pid: number) => void,
  action: () => Promise<T>,
): Promise<T>
