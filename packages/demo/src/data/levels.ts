import { demoId } from '../demo-id.ts'

export type Level = {
  readonly id: string
  readonly name: string
  /** From this growth on: what was paid for goods of completed orders and not given back. */
  readonly growthFen: number
}

const level = (name: string, growthFen: number): Level => ({ id: demoId(`level:${name}`), name, growthFen })

/** The first after a few baskets, the last after a year of them. */
export const levels: readonly Level[] = [
  level('常客', 10_000),
  level('老邻居', 80_000),
  level('金牌邻居', 500_000),
]
