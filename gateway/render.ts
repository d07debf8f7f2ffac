// Fills kong.yml with what Kong cannot take from its environment, for a real Kong; gateway/local does it in memory.
// node gateway/render.ts --keys jwt-public.json [--upstreams JSON] [--redis URL] [--origins a,b] [--config FILE] --out FILE
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readKeys, readUpstreams } from './local/src/config.ts'
import { formatKongFile, parseKongFile } from './local/src/kong-file.ts'
import { render } from './local/src/render.ts'

const { values } = parseArgs({
  options: {
    keys: { type: 'string' },
    out: { type: 'string' },
    config: { type: 'string', default: new URL('kong.yml', import.meta.url).pathname },
    upstreams: { type: 'string', default: '{}' },
    redis: { type: 'string' },
    origins: { type: 'string' },
  },
})
if (!values.keys || !values.out) throw new Error('--keys JWT_PUBLIC_KEYS_FILE and --out FILE are needed')

const document = render(parseKongFile(readFileSync(values.config, 'utf8')), {
  keys: readKeys(values.keys),
  upstreams: readUpstreams(values.upstreams),
  redisUrl: values.redis,
  origins: values.origins?.split(','),
})
writeFileSync(values.out, formatKongFile(document))
