import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { inRoot } from '@linli/dev'
import { usePlatform } from '@linli/testing'
import { expect, test } from 'vitest'

// What `helm test` and `docker compose run journey` run: the bundle, told by variables alone where everything is.

const run = promisify(execFile)
const bundle = inRoot('packages', 'e2e', 'dist', 'main.mjs')
const { gateway, simulator, nats } = usePlatform()
const environment = { GATEWAY_URL: gateway ?? '', SIMULATOR_URL: simulator ?? '', NATS_URL: nats }

test('the journey of the image goes from the cart to the pickup counter', async () => {
  const { stdout } = await run(process.execPath, [bundle], { env: environment })
  expect(stdout).toMatch(/event {2}order\.v1\.OrderCompleted/)
  expect(stdout).toContain('journey complete')
})

test('it fails, and says why, where the installation does not work', async () => {
  const lost = run(process.execPath, [bundle], { env: { ...environment, SIMULATOR_URL: gateway ?? '' } })
  await expect(lost).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('journey failed: ') })
  const { NATS_URL: _, ...untold } = environment
  const refused = run(process.execPath, [bundle], { env: untold })
  await expect(refused).rejects.toMatchObject({ stderr: expect.stringContaining('NATS_URL is missing') })
})
