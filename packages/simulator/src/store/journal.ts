import { closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'

type Into = {
  put: (table: string, key: string, row: unknown) => void
  drop: (table: string, key: string) => void
  /** All of it or nothing. */
  together: (work: () => void) => void
}

const CHUNK_BYTES = 1 << 20

/** Until November 2026 the tables were in memory and their changes in a journal: a directory of then goes on here. */
export function takeOverJournal(directory: string, { put, drop, together }: Into): void {
  const path = join(directory, 'journal.ndjson')
  if (!existsSync(path)) return
  together(() => {
    for (const line of linesOf(path)) {
      const [table, key, row] = JSON.parse(line) as [string, string, unknown]
      if (row === null) drop(table, key)
      else put(table, key, row)
    }
  })
  rmSync(path)
}

/** What follows the last line feed is a record cut short by a crash: its effect was never answered. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r')
  const decoder = new TextDecoder()
  const chunk = Buffer.alloc(CHUNK_BYTES)
  let rest = ''
  try {
    for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
      const lines = (rest + decoder.decode(chunk.subarray(0, length), { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } finally {
    closeSync(file)
  }
}
