import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { inRoot } from '../src/paths.ts'

// `.ci/run` itself, with programs of this test in the place of npm, Go and Docker.

const folders: string[] = []
afterAll(() => {
  for (const dir of folders) rmSync(dir, { recursive: true, force: true })
})

const HERE = { busted: 'true', go: 'true', docker: 'true' }
/** What every tier says when nothing is wrong. */
const NPM = `case "$*" in
  test) echo '1 passed, 9 failed of something else'; echo '7 passed, 0 failed' ;;
  *) echo '2 passed, 0 failed' ;;
esac`

function ci(programs: Readonly<Record<string, string>>): { status: number | null; lines: string[] } {
  const dir = mkdtempSync(join(tmpdir(), 'linli-ci-'))
  folders.push(dir)
  for (const [name, script] of Object.entries({ ...HERE, npm: NPM, ...programs }))
    writeFileSync(join(dir, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const { status, stdout } = spawnSync('bash', [inRoot('.ci', 'run')], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dir}:${process.env.PATH}` },
  })
  return { status, lines: stdout.trimEnd().split('\n') }
}

test('the last line is the total of all tiers', () => {
  const { status, lines } = ci({})
  expect(lines.at(-1)).toBe('13 passed, 0 failed')
  expect(status).toBe(0)
})

test('a tier that fails is counted and named at the end, and the others run all the same', () => {
  const { status, lines } = ci({
    npm: `case "$*" in
      *browser) echo 'FAILED: a: wrong'; echo '5 passed, 1 failed'; exit 1 ;;
      *) echo '2 passed, 0 failed' ;;
    esac`,
  })
  expect(lines.slice(-2)).toEqual(['FAILED: a: wrong', '11 passed, 1 failed'])
  expect(status).toBe(1)
})

test('a tier that ends without having counted is a failure', () => {
  const { status, lines } = ci({
    npm: `case "$*" in *browser) exit 2 ;; *) echo '2 passed, 0 failed' ;; esac`,
  })
  expect(lines.slice(-2)).toEqual(['FAILED: npm run test:browser: ended with 2', '6 passed, 1 failed'])
  expect(status).toBe(1)
})

test('what cannot run here is named, and fails nothing', () => {
  const { status, lines } = ci({ go: 'exit 1', docker: 'exit 1' })
  expect(lines.filter((line) => line.startsWith('NOT RUN: ')).map((line) => line.split(',', 1)[0])).toEqual([
    'NOT RUN: test:charts',
    'NOT RUN: test:compose',
  ])
  expect(lines.at(-1)).toBe('9 passed, 0 failed')
  expect(status).toBe(0)
})
