import { useCallback, useRef, useState } from 'react'
import { toast } from '../adapters/feedback'
import { toFailure } from '../api/failure'

export type Action<Args extends readonly unknown[]> = {
  readonly pending: boolean
  readonly run: (...args: Args) => Promise<void>
}

/**
 * A command of a button: one at a time, `pending` while it runs, and its refusal as a toast.
 * @param onError returns true when it has dealt with the error itself
 */
export function useAction<Args extends readonly unknown[]>(
  act: (...args: Args) => Promise<void>,
  onError?: (error: unknown) => boolean,
): Action<Args> {
  const [pending, setPending] = useState(false)
  const busy = useRef(false)
  const latest = useRef({ act, onError })
  latest.current = { act, onError }
  const run = useCallback(async (...args: Args): Promise<void> => {
    if (busy.current) return
    busy.current = true
    setPending(true)
    try {
      await latest.current.act(...args)
    } catch (error) {
      if (!latest.current.onError?.(error)) toast(toFailure(error).message)
    } finally {
      busy.current = false
      setPending(false)
    }
  }, [])
  return { pending, run }
}
