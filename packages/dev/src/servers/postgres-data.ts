import { createHash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder outside the project, for root in a project that `nobody` cannot enter. */
export function outsideDir(dir: string): string {
  const name = createHash('sha256').update(dir).digest('hex').slice(0, 12)
  const base = existsSync('/var/tmp') ? '/var/tmp' : tmpdir()
  return join(base, `linli-${name}`)
}

/** Removes the data of `dir`, wherever it had to be kept. */
export function removePostgresData(dir: string): void {
  rmSync(dir, { recursive: true, force: true })
  rmSync(outsideDir(dir), { recursive: true, force: true })
}
