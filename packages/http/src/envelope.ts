import { type TSchema, Type } from 'typebox'

/** Wire id: a lower-case UUID. */
export const IdSchema = Type.String({ format: 'uuid' })
export const IdParams = Type.Object({ id: IdSchema }, { additionalProperties: false })

/** The shape of every successful answer: `{ code, message, data, timestamp }`, timestamp in Unix seconds. */
export const Envelope = <Data extends TSchema>(data: Data) =>
  Type.Object({ code: Type.Integer(), message: Type.String(), data, timestamp: Type.Integer() })

/** The shape of every refusal. `code` is the business code, or the HTTP status where there is nothing more to say. */
export const ErrorEnvelope = Type.Object(
  {
    code: Type.Integer(),
    message: Type.String(),
    data: Type.Union([Type.Null(), Type.Record(Type.String(), Type.Unknown())]),
    timestamp: Type.Integer(),
  },
  { title: 'ErrorEnvelope' },
)

/** A cursor-paged list; `nextCursor` is null on the last page. */
export const Page = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) })

/** Query fields of a cursor-paged list. */
export const PageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
}

/** A page of an admin table, by number. */
export const TablePage = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    total: Type.Integer(),
    page: Type.Integer(),
    pageSize: Type.Integer(),
  })

/** Query fields of an admin table. */
export const TableQuery = {
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 }),
  pageSize: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
}

type Ok<Data> = { code: number; message: string; data: Data; timestamp: number }

/** Wraps an answer. @param at the instant of the answer; becomes Unix seconds. */
export function ok<Data>(data: Data, at: Date): Ok<Data> {
  return { code: 200, message: 'ok', data, timestamp: Math.floor(at.getTime() / 1000) }
}

/** The 201 twin of `ok`. */
export function created<Data>(data: Data, at: Date): Ok<Data> {
  return { ...ok(data, at), code: 201 }
}
