import pg from 'pg'

/** What a query of pg does by itself, and where it keeps it; the test fails when it does so no longer. */
type Inside = {
  readonly name: string
  _accumulateRows?: boolean
  readonly _result: { fields: unknown[]; _parsers: unknown; _prebuiltEmptyResultObject: unknown }
  prepare(connection: pg.Connection): void
  handleCommandComplete(message: object, connection: pg.Connection): void
}
const base = pg.Query.prototype as pg.Query & Inside

type Description = Pick<Inside['_result'], 'fields' | '_parsers' | '_prebuiltEmptyResultObject'>

/** What is known of one connection: its statements cannot change while it lives, or PostgreSQL refuses them. */
type Known = { readonly described: Map<string, Description>; silent?: pg.Connection }

class Statement extends pg.Query {
  readonly name: string
  readonly #known: Known

  constructor({ name, text, values }: Named, known: Known) {
    super(text, values)
    this.name = name
    this.#known = known
  }

  prepare(this: Statement & Inside, connection: pg.Connection): void {
    const description = this.#known.described.get(this.name)
    if (!description) {
      base.prepare.call(this, connection)
      return
    }
    Object.assign(this._result, description)
    this._accumulateRows = true
    this.#known.silent ??= withoutDescribing(connection)
    base.prepare.call(this, this.#known.silent)
  }

  handleCommandComplete(this: Statement & Inside, message: object, connection: pg.Connection): void {
    if (!this.#known.described.has(this.name)) {
      const { fields, _parsers, _prebuiltEmptyResultObject } = this._result
      this.#known.described.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject })
    }
    base.handleCommandComplete.call(this, message, connection)
  }
}

const withoutDescribing = (connection: pg.Connection): pg.Connection =>
  Object.create(connection, { describe: { value: () => {} } }) as pg.Connection

type Named = { readonly name: string; readonly text: string; readonly values?: unknown[] }
type Ask = (query: unknown, values?: unknown, callback?: unknown) => unknown

/**
 * pg asks for the columns of a prepared statement's rows with every execution. Describing the sixty of an order, and
 * reading that, cost more than the row: from now on `client` asks once for each named statement.
 */
export function describeOnce(client: pg.ClientBase): void {
  const ask = client.query.bind(client) as Ask
  const known: Known = { described: new Map() }
  const askOnce: Ask = (query, values, callback) => {
    if (!isNamed(query)) return ask(query, values, callback)
    const statement = new Statement(query, known)
    if (callback) return ask(statement, undefined, callback)
    const answer = new Promise((resolve, reject) => {
      ask(statement, (error: Error | null, result: unknown) => (error ? reject(error) : resolve(result)))
    })
    return answer.catch((error: Error) => {
      Error.captureStackTrace(error) // as pg does: who asked, not where the answer arrived
      throw error
    })
  }
  client.query = askOnce as typeof client.query
}

/** Ours. Prisma's have no name and want their rows as arrays. */
const isNamed = (query: unknown): query is Named =>
  typeof query === 'object' &&
  query !== null &&
  'name' in query &&
  typeof query.name === 'string' &&
  !('rowMode' in query)
