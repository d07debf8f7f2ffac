import type { ClientBase, QueryResultRow } from 'pg'
import { Columns } from './columns.ts'

/**
 * Parametrised SQL as a template: ``sql<Row>`select … where id = ${id}` `` gives the rows.
 * Every template becomes one named prepared statement per connection, so hot statements are parsed once.
 * `Columns` become part of its text, so each place of a template must always name the same ones.
 */
export type Sql = <Row extends QueryResultRow = QueryResultRow>(
  strings: TemplateStringsArray,
  ...values: unknown[]
) => Promise<Row[]>

type Prepared = { readonly name: string; readonly text: string; readonly hasColumns: boolean }

const prepared = new WeakMap<TemplateStringsArray, Prepared>()
let statements = 0

function prepare(strings: TemplateStringsArray, values: readonly unknown[]): Prepared {
  const known = prepared.get(strings)
  if (known) return known
  statements += 1
  let parameters = 0
  const text = strings.reduce((before, part, index) => {
    const value = values[index - 1]
    if (value instanceof Columns) return before + value.text + part
    parameters += 1
    return `${before}$${parameters}${part}`
  })
  const fresh = { name: `linli_${statements}`, text, hasColumns: parameters < values.length }
  prepared.set(strings, fresh)
  return fresh
}

type Queryable = Pick<ClientBase, 'query'>

/** Binds the template to one connection (inside a transaction) or to a pool (single statements). */
export function createSql(on: Queryable): Sql {
  return async (strings, ...all) => {
    const { name, text, hasColumns } = prepare(strings, all)
    const values = hasColumns ? all.filter((value) => !(value instanceof Columns)) : all
    const result = await on.query({ name, text, values })
    return result.rows as never
  }
}
