/** Devices lie about the time; a countdown runs on the server's, as its last answer told it. */
let offsetMs = 0

/** @param serverSeconds `timestamp` of an envelope, Unix seconds */
export function noteServerTime(serverSeconds: number): void {
  // The stamp is cut to whole seconds: half a second is the best guess for the rest.
  offsetMs = serverSeconds * 1000 + 500 - Date.now()
}

/** Milliseconds since the epoch, on the server's clock. */
export const serverNow = (): number => Date.now() + offsetMs
