import { IdSchema } from '@linli/http'
import { Type } from 'typebox'
import type { Level, Standing } from './level.ts'

/** A million yuan: beyond it nobody ever comes. */
const MOST_FEN = 100_000_000

const words = {
  name: Type.String({ minLength: 1, maxLength: 20, pattern: '\\S' }),
  growthFen: Type.Integer({ minimum: 1, maximum: MOST_FEN }),
}

export const LevelBody = Type.Object(words, { additionalProperties: false })

export const EditLevelBody = Type.Object(
  { ...words, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export const LevelView = Type.Object(
  {
    id: IdSchema,
    /** 1 is the lowest. */
    level: Type.Integer(),
    name: Type.String(),
    growthFen: Type.Integer(),
    /** How many residents have it. */
    users: Type.Integer(),
    version: Type.Integer(),
  },
  { title: 'LevelView' },
)

export const toLevelViews = (levels: readonly Level[], users: ReadonlyMap<number, number>) =>
  levels.map((level, index) => ({ ...level, level: index + 1, users: users.get(index + 1) ?? 0 }))

export const StandingView = Type.Object(
  {
    /** 0 is none yet. */
    level: Type.Integer(),
    name: Type.String(),
    /** Paid for goods of completed orders and not given back, in fen. */
    growthFen: Type.Integer(),
    next: Type.Union([Type.Object({ name: Type.String(), growthFen: Type.Integer() }), Type.Null()]),
  },
  { title: 'StandingView' },
)

export const toStandingView = ({ level, name, next }: Standing, growthFen: number) => ({
  level,
  name,
  growthFen,
  next: next && { name: next.name, growthFen: next.growthFen },
})
