import { api, type Row } from '../../api/index.ts'

type Product = Row<'listAdminProducts'>
export type ProductStatus = Product['status']

/** What can be done with a product in a state; each is also a text of `products`. */
export type ProductAct =
  | 'submit'
  | 'withdraw'
  | 'putOn'
  | 'takeOff'
  | 'recycle'
  | 'restore'
  | 'approve'
  | 'reject'
  | 'remove'

type Rule = {
  readonly permission: string
  readonly in: readonly ProductStatus[]
  readonly isDangerous?: boolean
}

const RULES: Record<ProductAct, Rule> = {
  submit: { permission: 'product:status', in: ['DRAFT'] },
  withdraw: { permission: 'product:status', in: ['PENDING_REVIEW'] },
  approve: { permission: 'product:audit', in: ['PENDING_REVIEW'] },
  reject: { permission: 'product:audit', in: ['PENDING_REVIEW'], isDangerous: true },
  putOn: { permission: 'product:status', in: ['OFF_SALE'] },
  takeOff: { permission: 'product:status', in: ['ON_SALE'], isDangerous: true },
  recycle: { permission: 'product:status', in: ['DRAFT', 'OFF_SALE'], isDangerous: true },
  restore: { permission: 'product:status', in: ['RECYCLED'] },
  remove: { permission: 'product:write', in: ['RECYCLED'], isDangerous: true },
}

export const actsOf = ({ status }: Product, may: (permission: string) => boolean): ProductAct[] =>
  (Object.keys(RULES) as ProductAct[]).filter(
    (act) => RULES[act].in.includes(status) && may(RULES[act].permission),
  )

export const isDangerous = (act: ProductAct): boolean => RULES[act].isDangerous === true

const ACTIONS = {
  submit: 'SUBMIT',
  withdraw: 'WITHDRAW',
  putOn: 'PUT_ON',
  takeOff: 'TAKE_OFF',
  recycle: 'RECYCLE',
  restore: 'RESTORE',
} as const

/** @throws ApiError */
async function perform(act: ProductAct, id: string, reason = ''): Promise<unknown> {
  if (act === 'approve' || act === 'reject') {
    const decision = act === 'approve' ? 'APPROVE' : 'REJECT'
    return api.auditProducts({ body: { productIds: [id], decision, reason } })
  }
  if (act === 'remove') return api.deleteAdminProduct({ path: { id } })
  return api.changeAdminProductStatus({ path: { id }, body: { action: ACTIONS[act], reason } })
}

/** What can be done with all of them. */
export const actsOfAll = (
  products: readonly Product[],
  may: (permission: string) => boolean,
): ProductAct[] => {
  const [first, ...others] = products
  if (!first) return []
  return actsOf(first, may).filter((act) => others.every((product) => actsOf(product, may).includes(act)))
}

type Acting = {
  readonly act: ProductAct
  readonly ids: readonly string[]
  readonly reason: string
  readonly onProgress: (done: number) => void
}

/** One after the other, each by itself: what one refuses does not hold up the others. @returns the refusals */
export async function performAll({ act, ids, reason, onProgress }: Acting): Promise<unknown[]> {
  const refusals: unknown[] = []
  for (const [index, id] of ids.entries()) {
    onProgress(index)
    await perform(act, id, reason).catch((error: unknown) => refusals.push(error))
  }
  return refusals
}
