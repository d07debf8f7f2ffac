import { useCallback, useEffect, useRef, useState } from 'react'
import { toFailure } from '../api/failure'
import type { Failure } from '../patterns/states'
import { useConnection } from './use-online'

export type Query<Data> = {
  readonly data: Data | undefined
  readonly failure: Failure | undefined
  /** The first load, with nothing to show yet. */
  readonly loading: boolean
  /** Loads again and keeps what is shown meanwhile. */
  readonly reload: () => Promise<void>
  /** Puts a newer state in place, for instance what a command answered. */
  readonly replace: (data: Data) => void
}

/**
 * Loads once and again whenever the key changes; answers that were overtaken are dropped.
 * @param key undefined: not yet, something it needs is missing
 * @param keep a new key shows the old data until the new have come
 */
export function useQuery<Data>(
  key: string | undefined,
  load: () => Promise<Data>,
  { keep = false }: { readonly keep?: boolean } = {},
): Query<Data> {
  const [state, setState] = useState<{ data?: Data; failure?: Failure | undefined; key?: string }>({})
  const turn = useRef(0)
  const latest = useRef(load)
  latest.current = load

  const reload = useCallback(async (): Promise<void> => {
    if (key === undefined) return
    const mine = ++turn.current
    try {
      const data = await latest.current()
      if (mine === turn.current) setState({ data, key })
    } catch (error) {
      if (mine === turn.current) setState((old) => ({ ...old, failure: toFailure(error) }))
    }
  }, [key])

  useEffect(() => {
    setState((old) => (keep || old.key === key ? old : {}))
    void reload()
    return () => {
      turn.current += 1
    }
  }, [key, keep, reload])

  const online = useConnection((connection) => connection.online)
  const isOffline = state.failure?.kind === 'offline'
  useEffect(() => {
    if (online && isOffline) void reload()
  }, [online])

  const replace = useCallback((data: Data): void => {
    turn.current += 1
    setState((old) => ({ ...old, data, failure: undefined }))
  }, [])

  return {
    data: state.data,
    failure: state.failure,
    loading: state.data === undefined && state.failure === undefined,
    reload,
    replace,
  }
}
