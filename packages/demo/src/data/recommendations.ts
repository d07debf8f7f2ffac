import { demoId } from '../demo-id.ts'
import { products } from './products.ts'

export type RecommendationSlot = 'home_recommend' | 'home_hot'

export type Recommendation = {
  readonly id: string
  readonly slot: RecommendationSlot
  readonly productId: string
  readonly position: number
}

function pinned(
  slot: RecommendationSlot,
  keys: readonly { key: string; id: string }[],
): readonly Recommendation[] {
  return keys.map(({ key, id }, index) => ({
    id: demoId(`recommendation:${slot}:${key}`),
    slot,
    productId: id,
    position: index + 1,
  }))
}

/** Hand-pinned products of the two home-page slots, in display order. */
export const recommendations: readonly Recommendation[] = [
  ...pinned(
    'home_recommend',
    products.filter(({ recommended }) => recommended),
  ),
  ...pinned(
    'home_hot',
    products.filter(({ hot }) => hot),
  ),
]
