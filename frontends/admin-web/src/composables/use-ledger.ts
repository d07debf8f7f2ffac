import { ref, shallowRef, watch } from 'vue'
import { type Failure, toFailure } from './failure.ts'

type Slice<Row> = { readonly items: readonly Row[]; readonly nextCursor: string | null }

/** A list that goes on by cursor; starts over when `key` changes, and is empty while it is undefined. */
export function useLedger<Key, Row>(
  key: () => Key | undefined,
  load: (key: NonNullable<Key>, cursor: string | undefined) => Promise<Slice<Row>>,
) {
  const rows = shallowRef<readonly Row[]>([])
  const cursor = ref<string | null>(null)
  const failure = ref<Failure>()
  const isLoading = ref(false)
  let latest = 0

  async function fetchFrom(from: string | undefined): Promise<void> {
    latest += 1
    const run = latest
    const wanted = key()
    if (wanted === undefined || wanted === null) return
    isLoading.value = true
    failure.value = undefined
    try {
      const slice = await load(wanted, from)
      if (run !== latest) return
      rows.value = from === undefined ? slice.items : [...rows.value, ...slice.items]
      cursor.value = slice.nextCursor
    } catch (error) {
      if (run === latest) failure.value = toFailure(error)
    } finally {
      if (run === latest) isLoading.value = false
    }
  }

  const reload = (): Promise<void> => fetchFrom(undefined)
  const more = (): Promise<void> => fetchFrom(cursor.value ?? undefined)
  watch(
    () => JSON.stringify(key() ?? null),
    () => {
      rows.value = []
      cursor.value = null
      void reload()
    },
    { immediate: true },
  )
  return { rows, cursor, failure, isLoading, reload, more }
}
