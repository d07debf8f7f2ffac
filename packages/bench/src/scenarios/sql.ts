import pg from 'pg'
import { drive, type Row } from '../load.ts'
import { type Context, seconds } from './context.ts'

const SECONDS = seconds(4)

/** What the same PostgreSQL does with the bare statements of an order: one transaction, no saga, no HTTP. */
export async function measureSql({ platform }: Context): Promise<Row[]> {
  const pool = new pg.Pool({ connectionString: platform.postgres, max: 16 })
  await pool.query(`create schema if not exists bench;
    create table if not exists bench.orders (id bigint generated always as identity primary key, body jsonb not null);
    create table if not exists bench.stock (id integer primary key, available integer not null check (available >= 0));
    insert into bench.stock select n, 2000000000 from generate_series(1, 40) n on conflict do nothing;`)
  let turn = 0
  const nextTurn = () => {
    turn += 1
    return turn
  }
  const order = async () => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      await client.query({
        name: 'bench_take',
        text: 'update bench.stock set available = available - 1 where id = $1',
        values: [(nextTurn() % 40) + 1],
      })
      await client.query({
        name: 'bench_order',
        text: 'insert into bench.orders (body) values ($1)',
        values: [{ turn, note: 'x'.repeat(800) }],
      })
      await client.query('commit')
    } finally {
      client.release()
    }
  }
  try {
    const rows: Row[] = []
    for (const concurrency of [1, 16])
      rows.push(
        await drive({ what: 'plain SQL order transaction', concurrency, seconds: SECONDS, once: order }),
      )
    return rows
  } finally {
    await pool.query('drop schema bench cascade')
    await pool.end()
  }
}
