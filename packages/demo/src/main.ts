// Loads the demo business; see load/load-demo.ts.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { required } from './environment.ts'
import { loadDemo } from './load/load-demo.ts'

const dataKeysFile = required('DATA_KEYS_FILE')
const appFile = join(dirname(dataKeysFile), 'wechat', 'app.json')
const { appId } = JSON.parse(readFileSync(appFile, 'utf8')) as { appId: string }

await loadDemo((service) => required(`${service.toUpperCase()}_DATABASE_URL`), {
  dataKeysFile,
  appId,
  picturesUrl: required('PICTURES_URL'),
})
