import { CATEGORIES, type Category } from '../rules/rule.ts'

/** Who reads: a resident their own messages, a member of staff those of their merchant. */
export type Reader =
  | { readonly type: 'USER'; readonly ownerId: string; readonly readerId: string }
  | {
      readonly type: 'MERCHANT'
      readonly ownerId: string
      readonly readerId: string
      readonly permissions: readonly string[]
    }

export type Message = {
  readonly id: string
  readonly category: Category
  readonly eventType: string
  readonly titleZh: string
  readonly titleEn: string
  readonly bodyZh: string
  readonly bodyEn: string
  readonly link: string
  readonly occurredAt: Date
  readonly read: boolean
}

export type UnreadCounts = { readonly total: number } & Readonly<Record<Category, number>>

export function unreadCounts(rows: readonly { category: Category; unread: number }[]): UnreadCounts {
  const of = (category: Category) => rows.find((row) => row.category === category)?.unread ?? 0
  const byCategory = {
    ORDER: of('ORDER'),
    LOGISTICS: of('LOGISTICS'),
    ACTIVITY: of('ACTIVITY'),
    SYSTEM: of('SYSTEM'),
  }
  return { total: CATEGORIES.reduce((sum, category) => sum + byCategory[category], 0), ...byCategory }
}

/** Messages are kept this long (M04). */
export const RETENTION_DAYS = 180
