import type { CommunityDetail } from '../../api'
import type { Point } from '../../platform/wechat.types'
import { useT } from '../../words'
import { isInside, outlineOf } from './area'

/** What to say of the chosen point. */
export function useMapNote(community: CommunityDetail, point: Point | undefined) {
  const t = useT()
  const isOwn = point !== undefined && (point.lng !== community.lng || point.lat !== community.lat)
  if (!isOwn) return { note: t('addressMapNote'), value: undefined }
  const inside = isInside(outlineOf(community), point)
  return {
    note: t(inside ? 'addressMapNote' : 'addressMapOutside', { name: community.name }),
    value: t('addressMapSet'),
  }
}
