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
