import { IdSchema, PageQuery, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { InventoryRow, Movement } from './inventory.store.ts'
import { ADJUSTMENTS, type Level } from './inventory.ts'

export const AdjustBody = Type.Object(
  {
    warehouseId: IdSchema,
    type: Type.Enum(ADJUSTMENTS),
    qty: Type.Integer({
      minimum: -1_000_000,
      maximum: 1_000_000,
      description: 'signed for CORRECTION alone',
    }),
    reason: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
)

export const LevelView = Type.Object(
  {
    adjustmentId: IdSchema,
    skuId: IdSchema,
    warehouseId: IdSchema,
    onHand: Type.Integer(),
    reserved: Type.Integer(),
    available: Type.Integer(),
  },
  { title: 'LevelView' },
)

export const toLevelView = (adjustmentId: string, level: Level): Static<typeof LevelView> => ({
  adjustmentId,
  ...level,
  available: level.onHand - level.reserved,
})

export const InventoryQuery = Type.Object(
  {
    warehouseId: Type.Optional(IdSchema),
    productId: Type.Optional(IdSchema),
    keyword: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
    low: Type.Optional(Type.Boolean()),
    ...TableQuery,
  },
  { additionalProperties: false },
)
export const AdminInventoryQuery = Type.Object(
  { ...InventoryQuery.properties, merchantId: Type.Optional(IdSchema) },
  { additionalProperties: false },
)

export const InventoryView = Type.Object(
  {
    skuId: IdSchema,
    warehouseId: IdSchema,
    warehouseName: Type.String(),
    productId: IdSchema,
    merchantId: IdSchema,
    productName: Type.String(),
    specText: Type.String(),
    code: Type.String(),
    onHand: Type.Integer(),
    reserved: Type.Integer(),
    available: Type.Integer(),
    lowStock: Type.Integer(),
    updatedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'InventoryView' },
)

export const toInventoryView = (row: InventoryRow): Static<typeof InventoryView> => ({
  ...row,
  available: row.onHand - row.reserved,
  updatedAt: row.updatedAt.toISOString(),
})

export const MovementQuery = Type.Object(
  {
    skuId: Type.Optional(IdSchema),
    refId: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    ...PageQuery,
  },
  { additionalProperties: false },
)

export const MovementView = Type.Object(
  {
    skuId: IdSchema,
    warehouseId: IdSchema,
    type: Type.String(),
    onHandBefore: Type.Integer(),
    onHandAfter: Type.Integer(),
    reservedBefore: Type.Integer(),
    reservedAfter: Type.Integer(),
    qty: Type.Integer(),
    refType: Type.String(),
    refId: Type.String(),
    actorType: Type.String(),
    actorId: Type.Union([Type.String(), Type.Null()]),
    reason: Type.String(),
    at: Type.String({ format: 'date-time' }),
  },
  { title: 'MovementView' },
)

export const toMovementView = ({ id: _, ...movement }: Movement): Static<typeof MovementView> => ({
  ...movement,
  at: movement.at.toISOString(),
})
