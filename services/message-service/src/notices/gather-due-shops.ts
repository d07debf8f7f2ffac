import type { Deps } from '../deps.ts'
import { type Rules, ruleKey, stepsOf } from '../rules/rule.ts'
import { sourceOf } from './catalogue.ts'
import { listDueShops } from './notice.store.ts'
import type { DueShop } from './notice.ts'

const MOST = 200
const AT_ONCE = 8

/**
 * The shops with a digest that is due, each with who of its staff may be told outside the app; nobody is asked where
 * that cannot be.
 * @throws the peer's error: the digests stay, and the next look asks again.
 */
export async function gatherDueShops(deps: Deps, rules: Rules, dueBy: Date): Promise<DueShop[]> {
  const due = await listDueShops(deps.sql, dueBy, MOST)
  const shops: DueShop[] = []
  for (let from = 0; from < due.length; from += AT_ONCE) {
    const some = due.slice(from, from + AT_ONCE)
    shops.push(...(await Promise.all(some.map((shop) => withStaff(deps, rules, shop)))))
  }
  return shops
}

async function withStaff(
  { user, staffWechat }: Deps,
  rules: Rules,
  { merchantId, eventType }: Omit<DueShop, 'staffIds'>,
): Promise<DueShop> {
  const rule = rules.get(ruleKey(eventType, 'MERCHANT'))
  const permission = sourceOf(eventType, 'MERCHANT')?.permission
  const isTold = staffWechat && rule?.route.enabled && stepsOf(rule).length > 0 && permission
  const { staffIds } = isTold ? await user.listReachableStaff({ merchantId, permission }) : { staffIds: [] }
  return { merchantId, eventType, staffIds }
}
