import Taro from '@tarojs/taro'
import type { Seen } from './near.types'

/** About two screens of a phone: what is built again is there before it is seen. */
const AHEAD_PX = 1500

/** Tells when the part with this id comes near, and when it has gone. @returns how to stop it */
export function watchNear(id: string, listen: (seen: Seen) => void): () => void {
  const { page } = Taro.getCurrentInstance()
  if (!page) return () => undefined
  const observer = Taro.createIntersectionObserver(page).relativeToViewport({
    top: AHEAD_PX,
    bottom: AHEAD_PX,
  })
  observer.observe(`#${id}`, ({ intersectionRatio, boundingClientRect: { height } }) =>
    listen({ isNear: intersectionRatio > 0, height }),
  )
  return () => observer.disconnect()
}
