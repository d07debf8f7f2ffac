import { ref, shallowRef, watch } from 'vue'
import { type Failure, toFailure } from './failure.ts'

/**
 * Loads something whenever `key` changes; undefined = nothing to load. Only the last answer counts.
 * @param load is told the key it is asked for
 */
export function useQuery<Key, Value>(
  key: () => Key | undefined,
  load: (key: NonNullable<Key>) => Promise<Value>,
) {
  const data = shallowRef<Value>()
  const failure = ref<Failure>()
  const isLoading = ref(false)
  let latest = 0

  async function reload(): Promise<void> {
    latest += 1
    const run = latest
    const wanted = key()
    failure.value = undefined
    if (wanted === undefined || wanted === null) {
      data.value = undefined
      return
    }
    isLoading.value = true
    try {
      const value = await load(wanted)
      if (run === latest) data.value = value
    } catch (error) {
      if (run === latest) failure.value = toFailure(error)
    } finally {
      if (run === latest) isLoading.value = false
    }
  }

  watch(
    () => JSON.stringify(key() ?? null),
    () => {
      data.value = undefined
      void reload()
    },
    { immediate: true },
  )
  return { data, failure, isLoading, reload }
}
