import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** What is open in the drawer is part of the URL too. @param name of the query field */
export function useOpened(name = 'id') {
  const route = useRoute()
  const router = useRouter()
  const id = computed(() => {
    const value = route.query[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  })
  const open = (next: string) => router.push({ query: { ...route.query, [name]: next } })
  const close = () => router.push({ query: { ...route.query, [name]: undefined } })
  return { id, open, close }
}
