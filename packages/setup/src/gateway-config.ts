import { cpSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeKeyFile } from '@linli/dev'
import { formatKongFile, parseKongFile, readKeys, render } from '@linli/gateway-local'

type Options = {
  readonly config: string
  readonly plugins: string
  readonly publicKeys: string
  readonly redisUrl: string
  readonly origins: readonly string[] | undefined
  /** The file to write; `kong/plugins/…` lands beside it, so that `<folder>/?.lua` finds our plugin. */
  readonly out: string
}

const PLUGIN = 'linli-envelope'

/** What a Kong needs beside its own image. @throws Error when a key or a field is missing; nothing is written then. */
export function writeGatewayConfig({ config, plugins, publicKeys, redisUrl, origins, out }: Options): void {
  const document = render(parseKongFile(readFileSync(config, 'utf8')), {
    keys: readKeys(publicKeys),
    redisUrl,
    origins,
  })
  cpSync(join(plugins, PLUGIN), join(dirname(out), 'kong', 'plugins', PLUGIN), { recursive: true })
  writeKeyFile(out, formatKongFile(document)) // it has the password of Redis
}
