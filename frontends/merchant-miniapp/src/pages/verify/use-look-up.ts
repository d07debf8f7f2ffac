import { ApiError } from '@linli/api-client'
import { confirm, dateTime, errorCode, toast, useAction, useOnline } from '@linli/mini-ui'
import { useRef, useState } from 'react'
import { api, type Point, type Preview } from '../../api'
import { chime } from '../../platform/chime'
import { scan } from '../../platform/scan'
import { takeDown } from '../../stores/offline-scans'
import { useT } from '../../words'
import { handedOverBy } from './handed-over'

export type Way = 'CODE' | 'PHONE_TAIL'

/** A pickup code is short; what a scanner gun types from a QR code is not. */
const LONGEST_CODE = 12
const PICKED_ALREADY = 1523

export type LookUp = {
  readonly pending: boolean
  /** Why the last code opens nothing: it was handed over before. */
  readonly warning: string | undefined
  /** Somebody typed it, or a scanner gun did. */
  readonly type: (text: string, way: Way) => void
  readonly scan: () => void
  /** The turn is over: the camera opens again for the next person, until somebody turns back or types. */
  readonly goOn: () => void
}

type Options = {
  readonly point: Point | undefined
  readonly onFound: (previews: readonly Preview[]) => void
  readonly onNoted: () => void
}

/** Asks what a code opens; without a network it is noted, to be handed over when there is one again. */
export function useLookUp({ point, onFound, onNoted }: Options): LookUp {
  const t = useT()
  const online = useOnline()
  const [warning, setWarning] = useState<string>()
  const onward = useRef(false)

  function note(value: string, method: 'CODE' | 'QR'): void {
    if (!point) return
    const before = takeDown({ pickupPointId: point.id, pointName: point.name, method, value })
    chime(before ? 'wrong' : 'done')
    if (before) setWarning(t('offlineTwice', { time: dateTime(before.scannedAt) }))
    else toast(t('offlineNoted'))
    onNoted()
  }

  /** @returns whether the next person may come at once */
  async function present(text: string, way: Way): Promise<boolean> {
    const value = text.trim()
    if (!point || value === '') return false
    setWarning(undefined)
    const method = way === 'PHONE_TAIL' ? way : value.length > LONGEST_CODE ? 'QR' : 'CODE'
    if (!online && method !== 'PHONE_TAIL') {
      note(value, method)
      return true
    }
    try {
      const { items } = await api.previewVerification({ body: { pickupPointId: point.id, method, value } })
      chime('done')
      onFound(items)
      return false
    } catch (error) {
      chime('wrong')
      if (errorCode(error) === PICKED_ALREADY) {
        setWarning(handedOverBy(error, t))
        return false
      }
      const unanswered = error instanceof ApiError && error.kind === 'offline'
      if (!unanswered || method === 'PHONE_TAIL') throw error
      const agreed = await confirm({
        title: t('offlineAsk'),
        text: t('offlineAskNote'),
        confirmText: t('offlineNote'),
      })
      if (agreed) note(value, method)
      return agreed
    }
  }

  const typed = useAction(async (text: string, way: Way) => {
    await present(text, way)
  })
  const camera = useAction(async () => {
    do {
      const text = await scan()
      onward.current = text !== undefined
      if (text === undefined || !(await present(text, 'CODE'))) return
    } while (onward.current)
  })
  return {
    pending: typed.pending || camera.pending,
    warning,
    type: (text, way) => {
      onward.current = false
      void typed.run(text, way)
    },
    scan: () => void camera.run(),
    goOn: () => {
      setWarning(undefined)
      if (onward.current) void camera.run()
    },
  }
}
