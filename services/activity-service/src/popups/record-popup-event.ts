import { businessDay } from '@linli/core'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { countEvent, noteExposure } from './popup.store.ts'
import type { PopupEvent } from './popup.ts'

type Recorded = {
  readonly popupId: string
  readonly type: PopupEvent
  /** Undefined for a guest, who is counted and not remembered. */
  readonly userId: string | undefined
}

/** @throws POPUP_NOT_FOUND */
export async function recordPopupEvent(work: Work, { popupId, type, userId }: Recorded): Promise<void> {
  const day = businessDay(work.now)
  if (!(await countEvent(work, { popupId, type, day }))) throw ActivityErrors.POPUP_NOT_FOUND({ popupId })
  if (type === 'EXPOSURE' && userId !== undefined) await noteExposure(work, { popupId, userId, day })
}
