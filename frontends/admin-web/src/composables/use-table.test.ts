import { ApiError } from '@linli/api-client'
import { flushPromises, mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { type Chosen, type Paging, useTable } from './use-table.ts'

type Row = { readonly id: string }
type Filters = { status: string; keyword: string }
type Answer = { readonly items: readonly Row[]; readonly total: number }
type Load = (chosen: Chosen<Filters>, paging: Paging) => Promise<Answer>

const answer = (...ids: string[]): Answer => ({ items: ids.map((id) => ({ id })), total: ids.length })

async function open(path: string, load: Load) {
  let used: ReturnType<typeof useTable<Row, Filters>> | undefined
  const Orders = defineComponent(() => {
    used = useTable<Row, Filters>({ filters: { status: '', keyword: '' }, load })
    return () => h('p')
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/orders', name: 'orders', component: Orders },
      { path: '/other', name: 'other', component: { render: () => h('p') } },
    ],
  })
  await router.push(path)
  mount({ render: () => h(Orders) }, { global: { plugins: [router] } })
  await flushPromises()
  if (!used) throw new Error('the table was not set up')
  return { ...used, router }
}

test('filters and page come from the address', async () => {
  const load = vi.fn<Load>(async () => answer('a'))
  const { rows, table } = await open('/orders?status=PREPARING&page=3&pageSize=50&id=x', load)
  expect(load).toHaveBeenCalledExactlyOnceWith({ status: 'PREPARING' }, { page: 3, pageSize: 50 })
  expect(rows.value).toEqual([{ id: 'a' }])
  expect(table).toMatchObject({ total: 1, isFiltered: true, isLoading: false })
})

test('nonsense in the address is the first page of twenty', async () => {
  const load = vi.fn<Load>(async () => answer())
  await open('/orders?page=-2&pageSize=100000', load)
  expect(load).toHaveBeenCalledWith({}, { page: 1, pageSize: 20 })
})

test('a filter that changes starts at the first page and keeps what else the address says', async () => {
  const load = vi.fn<Load>(async () => answer('a'))
  const { choose, router, table } = await open('/orders?page=3&id=x', load)
  await choose({ keyword: '苹果' })
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ id: 'x', keyword: '苹果' })
  expect(load).toHaveBeenLastCalledWith({ keyword: '苹果' }, { page: 1, pageSize: 20 })
  await table.reset()
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ id: 'x' })
})

test('the last question counts, not the last answer', async () => {
  const slow = Promise.withResolvers<Answer>()
  const load = vi.fn<Load>(({ keyword }) =>
    keyword === 'slow' ? slow.promise : Promise.resolve(answer(keyword ?? 'all')),
  )
  const { choose, rows, table } = await open('/orders?keyword=slow', load)
  await choose({ keyword: 'quick' })
  await flushPromises()
  slow.resolve(answer('slow'))
  await flushPromises()
  expect(rows.value).toEqual([{ id: 'quick' }])
  expect(table.isLoading).toBe(false)
})

test('a failure keeps the rows that are there, and trying again clears it', async () => {
  const load = vi
    .fn<Load>()
    .mockResolvedValueOnce(answer('a'))
    .mockRejectedValueOnce(new ApiError({ status: 503, code: 1902, message: 'down', traceId: 'trace-1' }))
    .mockResolvedValueOnce(answer('b'))
  const { table, rows } = await open('/orders', load)
  await table.reload()
  expect(table.failure).toMatchObject({ kind: 'down', traceId: 'trace-1' })
  expect(rows.value).toEqual([{ id: 'a' }])
  await table.reload()
  expect(table.failure).toBeUndefined()
  expect(rows.value).toEqual([{ id: 'b' }])
})

test('leaving for another page asks nothing', async () => {
  const load = vi.fn<Load>(async () => answer('a'))
  const { router } = await open('/orders?status=PREPARING', load)
  await router.push('/other?status=ON_SALE')
  await flushPromises()
  expect(load).toHaveBeenCalledOnce()
})
