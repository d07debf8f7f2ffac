import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { type OwnNats, ownNats } from '@linli/dev'
import { afterAll } from 'vitest'
import { infra } from './infra.ts'

/** A broker of this file's own, to be stopped, killed or wiped; not started yet. Call it at the top level. */
export async function useOwnNats(): Promise<OwnNats> {
  const nats = await ownNats(mkdtempSync(join(infra().dir, 'own-nats-')))
  afterAll(() => nats.stop())
  return nats
}
