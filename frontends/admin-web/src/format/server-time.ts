const SECOND_MS = 1000
let ahead = 0

/** Remembers how far the server's clock is from this machine's. @param seconds Unix time of an answer */
export function noteServerTime(seconds: number): void {
  ahead = seconds * SECOND_MS - Date.now()
}

/** Milliseconds now, on the server's clock. */
export const serverNow = (): number => Date.now() + ahead
