import type { Deps } from '../deps.ts'
import { communitiesAround, loadCommunity, nearestCommunities } from './community.store.ts'
import { type Community, pickHolder } from './community.ts'
import { metresBetween, type Point } from './geo.ts'

const NEARBY = 10

export const gatherCommunity = (deps: Deps, id: string): Promise<Community> => loadCommunity(deps.sql, id)

/** The community whose area holds the place. */
export async function gatherHolder(deps: Deps, place: Point): Promise<Community | undefined> {
  return pickHolder(await communitiesAround(deps.sql, place), place)
}

export type Nearby = { readonly community: Community; readonly distanceM: number }

/** Nearest first; distance is to the centre. */
export async function gatherNearby(deps: Deps, place: Point, city?: string): Promise<Nearby[]> {
  const communities = await nearestCommunities(deps.sql, { place, city, limit: NEARBY })
  return communities.map((community) => ({
    community,
    distanceM: metresBetween([community.lng, community.lat], place),
  }))
}
