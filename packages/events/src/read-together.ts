import { isConnectionFailure, type Pool } from './pool.ts'
import { createSql, type Sql } from './sql.ts'

/**
 * Reads that do not wait for each other, on one connection: they leave in one write and wake one process of the server,
 * so three cost half of what they cost on three connections. For short ones: each waits for the one in front of it.
 * @throws what `read` throws; its other statements end by themselves.
 */
export async function readTogether<T>(
  { pool }: { readonly pool: Pool },
  read: (sql: Sql) => Promise<T>,
): Promise<T> {
  const held = await pool.connect()
  let broken: Error | undefined
  const onBroken = (error: Error) => {
    broken = error
  }
  held.on('error', onBroken)
  try {
    return await read(createSql(held))
  } catch (error) {
    if (error instanceof Error && isConnectionFailure(error)) broken ??= error
    throw error
  } finally {
    held.off('error', onBroken)
    held.release(broken)
  }
}
