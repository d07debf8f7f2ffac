import type { CommunityDetail } from '../../api'
import type { MapPlace, Point } from '../../platform/wechat.types'

export type MapRowProps = {
  readonly community: CommunityDetail
  /** What has been chosen so far. */
  readonly point: Point | undefined
  /** WeChat's map knows the name of a place; a drawing knows none. */
  readonly onChosen: (place: Point & Partial<Pick<MapPlace, 'name' | 'address'>>) => void
}
