import { computed, reactive, ref, shallowRef, toRefs, watch } from 'vue'
import { type LocationQuery, useRoute, useRouter } from 'vue-router'
import { type Failure, toFailure } from './failure.ts'

export const PAGE_SIZES = [10, 20, 50, 100]
const DEFAULT_SIZE = 20

type Page<Row> = { readonly items: readonly Row[]; readonly total: number }
export type Paging = { readonly page: number; readonly pageSize: number }

/** The filters that are set; an empty text is no filter. */
export type Chosen<F> = { readonly [K in keyof F]?: string }

type Options<Row, F extends Record<string, string>> = {
  /** Names of the filters, each with its value when nothing is chosen. */
  readonly filters: F
  readonly load: (chosen: Chosen<F>, paging: Paging) => Promise<Page<Row>>
}

const textOf = (query: LocationQuery, name: string): string | undefined => {
  const value = query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

const wholeNumber = (text: string | undefined, otherwise: number): number => {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : otherwise
}

/**
 * A table whose filters and page live in the URL, so that they survive a reload, a link and the back button. Only the
 * last answer counts when several are under way.
 */
export function useTable<Row, F extends Record<string, string>>({ filters, load }: Options<Row, F>) {
  const route = useRoute()
  const router = useRouter()
  const home = route.name
  const rows = shallowRef<readonly Row[]>([])
  const state = reactive({ total: 0, isLoading: true, isFirst: true })
  const failure = ref<Failure>()
  let latest = 0

  const names = Object.keys(filters)
  const chosen = computed<Chosen<F>>(() => {
    const pairs = names.flatMap((name) => {
      const value = textOf(route.query, name) ?? filters[name]
      return value ? [[name, value]] : []
    })
    return Object.fromEntries(pairs) as Chosen<F>
  })
  const page = computed(() => wholeNumber(textOf(route.query, 'page'), 1))
  const pageSize = computed(() => {
    const size = wholeNumber(textOf(route.query, 'pageSize'), DEFAULT_SIZE)
    return PAGE_SIZES.includes(size) ? size : DEFAULT_SIZE
  })

  async function reload(): Promise<void> {
    latest += 1
    const run = latest
    state.isLoading = true
    failure.value = undefined
    try {
      const answer = await load(chosen.value, { page: page.value, pageSize: pageSize.value })
      if (run !== latest) return
      rows.value = answer.items
      state.total = answer.total
    } catch (error) {
      if (run === latest) failure.value = toFailure(error)
    } finally {
      if (run === latest) Object.assign(state, { isLoading: false, isFirst: false })
    }
  }

  const go = (query: Record<string, string | undefined>) =>
    router.push({ query: { ...route.query, ...query } })

  /** Sets filters and starts at the first page; an empty text removes one. */
  const choose = (next: Partial<Record<keyof F, string>>) => {
    const set = Object.fromEntries(
      Object.entries(next).map(([name, value]) => [name, value === filters[name] ? undefined : value]),
    )
    return go({ ...set, page: undefined })
  }
  const reset = () => go(Object.fromEntries([...names, 'page'].map((name) => [name, undefined])))
  const turnTo = (next: number) => go({ page: next === 1 ? undefined : String(next) })
  const resize = (next: number) => go({ pageSize: String(next), page: undefined })

  const isFiltered = computed(() => names.some((name) => textOf(route.query, name) !== undefined))
  watch(
    () => JSON.stringify([chosen.value, page.value, pageSize.value]),
    () => {
      // Leaving for another page changes the query too.
      if (route.name === home) void reload()
    },
    { immediate: true },
  )
  const table = reactive({
    ...toRefs(state),
    rows,
    failure,
    page,
    pageSize,
    isFiltered,
    reload,
    reset,
    turnTo,
    resize,
  })
  return { table, rows, chosen, choose }
}

/** What `DataTable` needs of a table. */
export type TableView = {
  readonly rows: readonly Record<PropertyKey, unknown>[]
  readonly total: number
  readonly isLoading: boolean
  readonly isFirst: boolean
  readonly failure: Failure | undefined
  readonly page: number
  readonly pageSize: number
  readonly isFiltered: boolean
  reload(): Promise<void>
  reset(): unknown
  turnTo(page: number): unknown
  resize(size: number): unknown
}
