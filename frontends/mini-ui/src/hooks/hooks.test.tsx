import { ApiError } from '@linli/api-client'
import { act, renderHook, waitFor } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { useAction } from './use-action'
import { usePages } from './use-pages'
import { useQuery } from './use-query'

const down = () => new ApiError({ status: 503, code: 1902, message: 'x', traceId: 't-1' })

/** An answer that comes when the test says so. */
function later<Value>() {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

describe('useQuery', () => {
  test('loads, fails with what to show, and loads again', async () => {
    const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(down()).mockResolvedValue('菜')
    const { result } = renderHook(() => useQuery('k', load))
    expect(result.current.loading).toBe(true)
    await waitFor(() => expect(result.current.failure).toMatchObject({ kind: 'down', traceId: 't-1' }))
    await act(() => result.current.reload())
    expect(result.current).toMatchObject({ data: '菜', failure: undefined, loading: false })
  })

  test('drops an answer that was overtaken', async () => {
    const [slow, fast] = [later<string>(), later<string>()]
    const { result, rerender } = renderHook(
      ({ id }) => useQuery(id, () => (id === 'a' ? slow.promise : fast.promise)),
      { initialProps: { id: 'a' } },
    )
    rerender({ id: 'b' })
    await act(async () => fast.resolve('b'))
    await act(async () => slow.resolve('a'))
    expect(result.current.data).toBe('b')
  })

  test('waits while something it needs is missing', () => {
    const load = vi.fn<() => Promise<number>>(async () => 1)
    renderHook(() => useQuery(undefined, load))
    expect(load).not.toHaveBeenCalled()
  })
})

describe('usePages', () => {
  const slice = (items: number[], nextCursor: string | null) => ({ items, nextCursor })

  test('grows by cursor until the end', async () => {
    const load = vi.fn<(cursor: string | undefined) => Promise<ReturnType<typeof slice>>>(async (cursor) =>
      cursor ? slice([3], null) : slice([1, 2], 'c'),
    )
    const { result } = renderHook(() => usePages('k', load))
    await waitFor(() => expect(result.current.state).toBe('idle'))
    await act(() => result.current.more())
    expect(result.current).toMatchObject({ items: [1, 2, 3], state: 'end' })
    await act(() => result.current.more())
    expect(load).toHaveBeenCalledTimes(2)
  })

  test('keeps what it has when the next page fails, and tries again', async () => {
    const load = vi
      .fn<(cursor: string | undefined) => Promise<ReturnType<typeof slice>>>()
      .mockResolvedValueOnce(slice([1], 'c'))
      .mockRejectedValueOnce(down())
      .mockResolvedValueOnce(slice([2], null))
    const { result } = renderHook(() => usePages('k', load))
    await waitFor(() => expect(result.current.state).toBe('idle'))
    await act(() => result.current.more())
    expect(result.current).toMatchObject({ items: [1], state: 'failed' })
    await act(() => result.current.more())
    expect(result.current).toMatchObject({ items: [1, 2], state: 'end' })
  })

  test('a new key starts anew', async () => {
    const load = async () => slice([1], null)
    const { result, rerender } = renderHook(({ k }) => usePages(k, load), { initialProps: { k: 'a' } })
    await waitFor(() => expect(result.current.state).toBe('end'))
    rerender({ k: 'b' })
    expect(result.current).toMatchObject({ items: [], state: 'first' })
    await waitFor(() => expect(result.current.state).toBe('end'))
  })
})

describe('useAction', () => {
  test('runs one at a time', async () => {
    const under = later<void>()
    const act1 = vi.fn<() => Promise<void>>(() => under.promise)
    const { result } = renderHook(() => useAction(act1))
    act(() => {
      void result.current.run()
      void result.current.run()
    })
    expect(result.current.pending).toBe(true)
    await act(async () => under.resolve())
    expect(act1).toHaveBeenCalledTimes(1)
    expect(result.current.pending).toBe(false)
  })

  test('leaves an error to whoever deals with it', async () => {
    const deal = vi.fn<(error: unknown) => boolean>(() => true)
    const error = down()
    const { result } = renderHook(() => useAction(() => Promise.reject(error), deal))
    await act(() => result.current.run())
    expect(deal).toHaveBeenCalledWith(error)
    expect(result.current.pending).toBe(false)
  })
})
