import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export type Table<Row> = {
  get: (key: string) => Row | undefined
  put: (key: string, row: Row) => Row
  drop: (key: string) => void
  has: (key: string) => boolean
  rows: () => Row[]
  size: () => number
}

export type Store = {
  table: <Row>(name: string) => Table<Row>
  clear: () => void
  close: () => void
}

const FILE = 'journal.ndjson'

/**
 * Tables in memory, every change appended to a journal and replayed at the next start. Each change is one
 * synchronous write without fsync: it survives the death of the process (the kernel has the bytes), not of the
 * machine, and costs microseconds. Opening compacts the journal to the live rows.
 */
export function openStore(directory: string): Store {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, FILE)
  const tables = replay(path)
  let file = rewrite(path, tables)

  const table = <Row>(name: string): Table<Row> => {
    const rows = rowsOf(tables, name) as Map<string, Row>
    return {
      get: (key) => rows.get(key),
      has: (key) => rows.has(key),
      rows: () => [...rows.values()],
      size: () => rows.size,
      put: (key, row) => {
        rows.set(key, row)
        writeSync(file, line(name, key, row))
        return row
      },
      drop: (key) => {
        if (rows.delete(key)) writeSync(file, line(name, key, null))
      },
    }
  }

  return {
    table,
    clear: () => {
      for (const rows of tables.values()) rows.clear()
      closeSync(file)
      file = rewrite(path, tables)
    },
    close: () => closeSync(file),
  }
}

type Tables = Map<string, Map<string, unknown>>

function rowsOf(tables: Tables, name: string): Map<string, unknown> {
  const found = tables.get(name) ?? new Map<string, unknown>()
  tables.set(name, found)
  return found
}

const line = (table: string, key: string, row: unknown): string => `${JSON.stringify([table, key, row])}\n`

function replay(path: string): Tables {
  const tables: Tables = new Map()
  if (!existsSync(path)) return tables
  const lines = readFileSync(path, 'utf8').split('\n')
  // What follows the last line feed is a record cut short by a crash: its effect was never answered.
  for (const text of lines.slice(0, -1)) {
    const [table, key, row] = JSON.parse(text) as [string, string, unknown]
    if (row === null) rowsOf(tables, table).delete(key)
    else rowsOf(tables, table).set(key, row)
  }
  return tables
}

/** Written beside and renamed, so that a crash while compacting keeps the old journal. */
function rewrite(path: string, tables: Tables): number {
  const file = openSync(`${path}.next`, 'w')
  for (const [table, rows] of tables) {
    for (const [key, row] of rows) writeSync(file, line(table, key, row))
  }
  renameSync(`${path}.next`, path)
  return file
}
