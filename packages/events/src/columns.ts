const camelNames = new Map<string, string>()
const snakeNames = new Map<string, string>()

const toCamel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
const toSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function rename(
  row: object,
  names: Map<string, string>,
  make: (name: string) => string,
): Record<string, unknown> {
  const renamed: Record<string, unknown> = {}
  for (const name in row) {
    let other = names.get(name)
    if (other === undefined) {
      other = make(name)
      names.set(name, other)
    }
    renamed[other] = row[name as keyof typeof row]
  }
  return renamed
}

/** `{ payable_fen: 1 }` → `{ payableFen: 1 }`: a row as the domain names it. Values are not touched. */
export function fromColumns<T>(row: object): T {
  return rename(row, camelNames, toCamel) as T
}

/** `{ payableFen: 1 }` → `{ payable_fen: 1 }`: for `jsonb_populate_record(null::orders, …)`. Values are not touched. */
export function toColumns(value: object): Record<string, unknown> {
  return rename(value, snakeNames, toSnake)
}

/** The columns of a table that this version knows, as text for a statement. */
export class Columns {
  readonly #names: readonly string[]
  readonly #aliased = new Map<string, Columns>()
  readonly text: string

  constructor(names: readonly string[], text = names.join(', ')) {
    this.#names = names
    this.text = text
  }

  /** The same columns of a table that the statement calls `alias`. */
  of(alias: string): Columns {
    const known = this.#aliased.get(alias)
    if (known) return known
    const text = this.#names.map((name) => `${alias}.${name}`).join(', ')
    const made = new Columns(this.#names, text)
    this.#aliased.set(alias, made)
    return made
  }
}

/**
 * What a statement names where one would write `*`: ``sql`select ${PAYMENT} from payments` ``. The next version adds
 * columns while this one runs; a prepared `select *` would be refused from then on ("cached plan must not change result
 * type"), and an insert of all columns would write null where the new one has a default.
 * @param fields the model's, as Prisma generates them: `Prisma.PaymentScalarFieldEnum`.
 */
export function columns(fields: Readonly<Record<string, string>>): Columns {
  return new Columns(Object.keys(toColumns(fields)))
}
