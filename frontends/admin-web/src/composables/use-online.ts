import { onScopeDispose, ref } from 'vue'

/** Whether there is a network at all, for the banner. */
export function useOnline() {
  const isOnline = ref(navigator.onLine)
  const look = (): void => {
    isOnline.value = navigator.onLine
  }
  window.addEventListener('online', look)
  window.addEventListener('offline', look)
  onScopeDispose(() => {
    window.removeEventListener('online', look)
    window.removeEventListener('offline', look)
  })
  return { isOnline }
}
