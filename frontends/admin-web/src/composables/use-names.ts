import { onMounted, onScopeDispose, ref } from 'vue'
import { type LookupKind, useLookups } from '../stores/lookups.ts'
import { showFailure } from './use-action.ts'

const AGAIN_MS = 5000

/**
 * Fetches the names and choices a page shows beside its own data. When they cannot be had the page says so once and
 * works without them, and they are asked for again until they come.
 */
export function useNames(...kinds: LookupKind[]) {
  const lookups = useLookups()
  const isReady = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let hasSaid = false
  let isGone = false

  async function fetchNames(): Promise<void> {
    try {
      await lookups.ensure(...kinds)
      isReady.value = true
    } catch (error) {
      if (isGone) return
      if (!hasSaid) showFailure(error)
      hasSaid = true
      timer = setTimeout(() => void fetchNames(), AGAIN_MS)
    }
  }
  onMounted(fetchNames)
  onScopeDispose(() => {
    isGone = true
    clearTimeout(timer)
  })
  return { lookups, isReady }
}
