const began = Number(process.env.LINLI_BEGAN ?? Date.now())
const STILL_RUNNING_MS = 10_000

export type Print = (line: string) => void

/** `[  12.3s] build      8 built` with the seconds since the command was typed. */
export function progress(step: string, text: string): string {
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  return `[${seconds.padStart(6)}s] ${step.padEnd(10)} ${text}`
}

/** Runs a step, prints what it returns with its own duration, and names itself in the error when it fails. */
export async function runStep<T>(
  print: Print,
  step: string,
  action: () => Promise<{ text: string; value: T }>,
): Promise<T> {
  const start = performance.now()
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1)
  const reminder = setInterval(
    () => print(progress(step, `still running (${seconds()} s)`)),
    STILL_RUNNING_MS,
  )
  try {
    const { text, value } = await action()
    print(progress(step, `${text} (${seconds()} s)`))
    return value
  } catch (cause) {
    throw new Error(`${step} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  } finally {
    clearInterval(reminder)
  }
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
