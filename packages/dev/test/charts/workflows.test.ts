import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { goTool } from '../../src/charts/go-tool.ts'
import { inRoot, ROOT } from '../../src/paths.ts'

const BUILD_MS = 300_000

const lint = (args: readonly string[], input = '') => {
  const file = goTool({
    name: 'actionlint',
    module: inRoot('packages', 'dev', 'tools', 'actionlint'),
    main: 'github.com/rhysd/actionlint/cmd/actionlint',
  })
  const { stdout, stderr } = spawnSync(file, ['-no-color', ...args], { cwd: ROOT, encoding: 'utf8', input })
  return `${stdout}${stderr}`
}

test(
  'actionlint has nothing against the workflows',
  () => {
    expect(lint([])).toBe('')
  },
  BUILD_MS,
)

test(
  'it would: an expression that does not exist is found',
  () => {
    const workflow =
      'on: push\njobs: {a: {runs-on: ubuntu-24.04, if: nobody.knows, steps: [{run: "true"}]}}\n'
    expect(lint(['-'], workflow)).toContain('undefined variable "nobody"')
  },
  BUILD_MS,
)
