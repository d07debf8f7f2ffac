// One build of one mini-program:  node build-app.mjs <folder of the app> <weapp|h5>
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import components from './components.json' with { type: 'json' }
import { vendorTdesign } from './vendor-tdesign.mjs'

const [, , folder = '.', target = 'h5'] = process.argv
const app = resolve(folder)
if (target === 'weapp') vendorTdesign(join(app, '.tdesign'), components)
const require = createRequire(join(app, 'package.json'))
const taro = join(dirname(require.resolve('@tarojs/cli/package.json')), 'bin', 'taro')
const done = spawnSync(process.execPath, [taro, 'build', '--type', target], {
  cwd: app,
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production', TARO_ENV: target },
})
process.exitCode = done.status ?? 1
