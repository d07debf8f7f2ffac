import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { takeOverJournal } from './journal.ts'

export type Table<Row> = {
  get: (key: string) => Row | undefined
  put: (key: string, row: Row) => Row
  drop: (key: string) => void
  has: (key: string) => boolean
  /** In the order in which their keys came; each is read when it is taken. */
  rows: () => IteratorObject<Row, undefined>
  size: () => number
}

export type Store = {
  table: <Row>(name: string) => Table<Row>
  clear: () => void
  close: () => void
}

// One process at a time: without the locks that others would need, a change costs half.
const SCHEMA = `
  pragma locking_mode = exclusive;
  pragma journal_mode = wal;
  pragma synchronous = off;
  create table if not exists rows (
    seq integer primary key, name text not null, key text not null, row text not null, unique (name, key)
  )`

/**
 * Tables of JSON rows in one SQLite file. Without fsync: a change survives the death of the process (the kernel has
 * the bytes), not of the machine, and costs microseconds.
 */
export function openStore(directory: string): Store {
  mkdirSync(directory, { recursive: true })
  const db = new DatabaseSync(join(directory, 'provider.sqlite'))
  db.exec(SCHEMA)
  const read = db.prepare('select row from rows where name = ? and key = ?')
  const write = db.prepare(
    'insert into rows (name, key, row) values (?, ?, ?) on conflict (name, key) do update set row = excluded.row',
  )
  const remove = db.prepare('delete from rows where name = ? and key = ?')
  const all = 'select row from rows where name = ? order by seq'
  const count = db.prepare('select count(*) as count from rows where name = ?')
  const put = (name: string, key: string, row: unknown) => void write.run(name, key, JSON.stringify(row))
  takeOverJournal(directory, {
    put,
    drop: (name, key) => void remove.run(name, key),
    together: (work) => inTransaction(db, work),
  })

  const table = <Row>(name: string): Table<Row> => ({
    get: (key) => {
      const found = read.get(name, key)
      return found && (JSON.parse(String(found.row)) as Row)
    },
    has: (key) => read.get(name, key) !== undefined,
    // A statement of its own each time: another walk over it would end the one that is under way.
    rows: () =>
      db
        .prepare(all)
        .iterate(name)
        .map(({ row }) => JSON.parse(String(row)) as Row),
    size: () => Number(count.get(name)?.count),
    put: (key, row) => {
      put(name, key, row)
      return row
    },
    drop: (key) => void remove.run(name, key),
  })

  return { table, clear: () => db.exec('delete from rows'), close: () => db.close() }
}

function inTransaction(db: DatabaseSync, work: () => void): void {
  db.exec('begin')
  try {
    work()
    db.exec('commit')
  } catch (error) {
    db.exec('rollback')
    throw error
  }
}
