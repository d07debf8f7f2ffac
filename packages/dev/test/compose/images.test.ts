import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filesBelow } from '../../src/hash.ts'
import { imageRoot } from '../../src/images/image-root.ts'
import { SERVICES } from '../../src/services.ts'
import { useStack } from './use-stack.ts'

const BUDGET_MB = 200
const TAG = '0.1.0'
const IMAGES = [
  ...SERVICES.map((name) => `${name}-service`),
  'setup',
  'simulator',
  'journey',
  'gateway-local',
  'web',
]

const { docker, stack } = useStack()
const dir = mkdtempSync(join(tmpdir(), 'linli-images-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function succeed({ status, stdout, stderr }: { status: number; stdout: string; stderr: string }): string {
  expect(status, `${stdout}${stderr}`.slice(-4000)).toBe(0)
  return stdout
}

beforeAll(() => {
  succeed(stack.compose(['build'], ['journey']))
  // Built in any case: where Kong can be had the stack does without it.
  const args = [
    '--target',
    'gateway-local',
    '--build-arg',
    'APP=gateway/local',
    '-t',
    `linli/gateway-local:${TAG}`,
  ]
  succeed(docker.docker(['build', '--quiet', ...args, '.']))
})

type Inspected = {
  readonly Size: number
  readonly Config: {
    readonly User: string
    readonly Labels: Readonly<Record<string, string>>
    readonly Healthcheck?: { readonly Test: readonly string[] }
  }
}

const inspect = (image: string): Inspected => {
  const [inspected] = JSON.parse(
    succeed(docker.docker(['image', 'inspect', `linli/${image}:${TAG}`])),
  ) as Inspected[]
  if (!inspected) throw new Error(`there is no image ${image}`)
  return inspected
}

/** The file system of an image as an archive. */
function exported(image: string): string {
  const file = join(dir, `${image}.tar`)
  if (existsSync(file)) return file
  const id = succeed(docker.docker(['create', `linli/${image}:${TAG}`])).trim()
  succeed(docker.docker(['export', '--output', file, id]))
  succeed(docker.docker(['rm', id]))
  return file
}

const tar = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('tar', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return succeed({ status: status ?? 1, stdout, stderr })
}

const filesOf = (image: string) =>
  tar('--list', '--file', exported(image))
    .split('\n')
    .filter((path) => path !== '' && !path.endsWith('/'))

/** What nobody needs who runs a bundle, and an intruder would. */
const FORBIDDEN = {
  'a shell': /(^|\/)(ba|da|z|a)?sh$|(^|\/)busybox$/,
  'a package manager': /(^|\/)(apt(-get)?|dpkg|npm|npx|pnpm|yarn|corepack)$/,
  source: /\.(ts|tsx|vue|c|h|gyp)$/,
  'a secret': /(^|\/)\.env|\.(pem|key)$|(^|\/)(jwt|data-keys)[^/]*\.json$/,
}

describe.each(IMAGES)('%s', (image) => {
  test(`takes at most ${BUDGET_MB} MB`, () => {
    const megabytes = inspect(image).Size / 1e6
    console.log(`linli/${image}: ${megabytes.toFixed(1)} MB`)
    expect(megabytes).toBeLessThanOrEqual(BUDGET_MB)
  })

  test('runs as nobody in particular, says how it is and what is in it', () => {
    const { User, Labels, Healthcheck } = inspect(image).Config
    expect(User).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(Healthcheck?.Test[0], 'its health check').toBe(
      ['setup', 'journey'].includes(image) ? 'NONE' : 'CMD',
    )
    expect(Labels['org.opencontainers.image.title']).toBeTruthy()
    const path = Labels['linli.sbom']?.slice(1) ?? ''
    const sbom = JSON.parse(tar('--extract', '--to-stdout', '--file', exported(image), path)) as {
      bomFormat: string
      components: { name: string }[]
    }
    expect(sbom.bomFormat).toBe('CycloneDX')
    expect(sbom.components.length).toBeGreaterThan(10)
    if (image === 'user-service') expect(sbom.components.map(({ name }) => name)).toContain('bcrypt')
  })

  test.each(Object.entries(FORBIDDEN))('has not %s', (_what, pattern) => {
    expect(filesOf(image).filter((path) => pattern.test(path))).toEqual([])
  })
})

test.each(SERVICES)('%s-service brings its migrations along', (service) => {
  expect(filesOf(`${service}-service`)).toContain('app/prisma/migrations/0001_events/migration.sql')
})

test('a bundle follows from the lock file: built elsewhere it is the same to the byte', async () => {
  const target = 'services/order-service'
  await imageRoot([dir, target])
  const here = new Map(
    filesBelow(join(dir, target)).map((file) => [
      `app/${relative(join(dir, target), file)}`,
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  )
  const unpacked = join(dir, 'unpacked')
  spawnSync('mkdir', [unpacked])
  tar('--extract', '--directory', unpacked, '--file', exported('order-service'), 'app')
  const inImage = new Map(
    filesBelow(join(unpacked, 'app')).map((file) => [
      relative(unpacked, file),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  )
  expect(Object.fromEntries(inImage)).toEqual(Object.fromEntries(here))
})
