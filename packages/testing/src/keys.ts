import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { jwtKeys, type PrivateJwtKeys, type PublicJwtKeys, writeKeyFile } from '@linli/dev'
import { infra } from './infra.ts'

export interface TestKeys {
  private: PrivateJwtKeys
  public: PublicJwtKeys
  /** For JWT_PRIVATE_KEYS_FILE; written when asked for, removed after the run. */
  readonly privateFile: string
  /** For JWT_PUBLIC_KEYS_FILE; written when asked for, removed after the run. */
  readonly publicFile: string
}

let made: TestKeys | undefined

/** JWT keys of this test process, one per audience. The files need the global setup, the keys do not. */
export function testKeys(): TestKeys {
  if (made) return made
  const keys = jwtKeys()
  const file = (name: string, content: unknown): string => {
    const path = join(infra().dir, `keys-${process.pid}`, name)
    if (!existsSync(path)) writeKeyFile(path, JSON.stringify(content))
    return path
  }
  made = {
    ...keys,
    get privateFile() {
      return file('jwt-private.json', keys.private)
    },
    get publicFile() {
      return file('jwt-public.json', keys.public)
    },
  }
  return made
}
