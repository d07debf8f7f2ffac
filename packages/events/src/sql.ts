import type { ClientBase, QueryResultRow } from 'pg'

/**
 * Parametrised SQL as a template: ``sql<Row>`select … where id = ${id}` `` gives the rows.
 * Every template becomes one named prepared statement per connection, so hot statements are parsed once.
 */
export type Sql = <Row extends QueryResultRow = QueryResultRow>(
  strings: TemplateStringsArray,
  ...values: unknown[]
) => Promise<Row[]>

type Prepared = { readonly name: string; readonly text: string }

const prepared = new WeakMap<TemplateStringsArray, Prepared>()
let statements = 0

function prepare(strings: TemplateStringsArray): Prepared {
  const known = prepared.get(strings)
  if (known) return known
  statements += 1
  const fresh = {
    name: `linli_${statements}`,
    text: strings.reduce((text, part, index) => `${text}$${index}${part}`),
  }
  prepared.set(strings, fresh)
  return fresh
}

type Queryable = Pick<ClientBase, 'query'>

/** Binds the template to one connection (inside a transaction) or to a pool (single statements). */
export function createSql(on: Queryable): Sql {
  return async (strings, ...values) => {
    const { name, text } = prepare(strings)
    const result = await on.query({ name, text, values })
    return result.rows as never
  }
}
