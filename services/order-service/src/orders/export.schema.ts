import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { OrderExport } from './export.store.ts'
import { AdminOrderFilter } from './order.schema.ts'

export const ExportBody = Type.Object(AdminOrderFilter, { additionalProperties: false })

export const ExportView = Type.Object(
  { id: IdSchema, orderCount: Type.Integer(), createdAt: Type.String({ format: 'date-time' }) },
  { title: 'ExportView' },
)

export const toExportView = ({ id, orderCount, createdAt }: OrderExport): Static<typeof ExportView> => ({
  id,
  orderCount,
  createdAt: createdAt.toISOString(),
})

export const ExportPartQuery = Type.Object(
  { cursor: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
)

export const ExportPartView = Type.Object(
  {
    /** CSV for spreadsheets; the first part begins with the byte order mark and the names of the columns. */
    csv: Type.String(),
    orders: Type.Integer(),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
  },
  { title: 'ExportPartView' },
)
