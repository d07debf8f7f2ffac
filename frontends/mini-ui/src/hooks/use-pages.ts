import { useCallback, useEffect, useRef, useState } from 'react'
import { toFailure } from '../api/failure'
import type { Failure } from '../patterns/states'

type Slice<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null }

export type Pages<Item> = {
  readonly items: readonly Item[]
  readonly state: 'first' | 'idle' | 'loading' | 'end' | 'failed'
  readonly failure: Failure | undefined
  readonly more: () => Promise<void>
  readonly reload: () => Promise<void>
  /** Changes what is shown without asking the server, for instance after a command. */
  readonly patch: (change: (items: readonly Item[]) => readonly Item[]) => void
}

type State<Item> = Pick<Pages<Item>, 'items' | 'state' | 'failure'> & { readonly cursor: string | null }

const fresh = <Item>(): State<Item> => ({ items: [], state: 'first', failure: undefined, cursor: null })

/**
 * A list that grows by cursor. A new key starts anew, and what was still under way for the old one is dropped.
 * @param key undefined: not yet, something it needs is missing
 */
export function usePages<Item>(
  key: string | undefined,
  load: (cursor: string | undefined) => Promise<Slice<Item>>,
): Pages<Item> {
  const [shown, setShown] = useState<State<Item>>(fresh)
  const turn = useRef(0)
  const latest = useRef(load)
  latest.current = load

  const fetchFrom = useCallback(async (cursor: string | null): Promise<void> => {
    const mine = ++turn.current
    try {
      const slice = await latest.current(cursor ?? undefined)
      if (mine !== turn.current) return
      setShown((old) => ({
        items: cursor === null ? slice.items : [...old.items, ...slice.items],
        state: slice.nextCursor === null ? 'end' : 'idle',
        failure: undefined,
        cursor: slice.nextCursor,
      }))
    } catch (error) {
      if (mine === turn.current) setShown((old) => ({ ...old, state: 'failed', failure: toFailure(error) }))
    }
  }, [])

  useEffect(() => {
    setShown(fresh())
    if (key !== undefined) void fetchFrom(null)
    return () => {
      turn.current += 1
    }
  }, [key, fetchFrom])

  const { items, state, failure, cursor } = shown
  const more = useCallback(async (): Promise<void> => {
    if (state !== 'idle' && state !== 'failed') return
    setShown((old) => ({ ...old, state: 'loading' }))
    await fetchFrom(cursor)
  }, [state, cursor, fetchFrom])
  const reload = useCallback(() => fetchFrom(null), [fetchFrom])
  const patch = useCallback<Pages<Item>['patch']>(
    (change) => setShown((old) => ({ ...old, items: change(old.items) })),
    [],
  )
  return { items, state, failure, more, reload, patch }
}
