import type { Data } from '@linli/api-client'
import { onScopeDispose, ref } from 'vue'
import { api } from '../../api/index.ts'
import { showFailure } from '../../composables/use-action.ts'

const LOOK_MS = 1000

/** Follows a grant until the last one has been given or refused. */
export function useGrant(done: (grant: Data<'getCouponGrant'>) => void) {
  const grant = ref<Data<'getCouponGrant'>>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest = 0

  function forget(): void {
    latest += 1
    clearTimeout(timer)
    grant.value = undefined
  }
  async function look(templateId: string, grantId: string): Promise<void> {
    const run = latest
    try {
      const seen = await api.getCouponGrant({ path: { id: templateId, grantId } })
      if (run !== latest) return
      grant.value = seen
      if (seen.status === 'RUNNING') timer = setTimeout(() => void look(templateId, grantId), LOOK_MS)
      else done(seen)
    } catch (error) {
      if (run === latest) showFailure(error)
    }
  }
  const follow = ({ templateId, id }: { templateId: string; id: string }): Promise<void> => {
    forget()
    return look(templateId, id)
  }
  onScopeDispose(forget)
  return { grant, follow, forget }
}
