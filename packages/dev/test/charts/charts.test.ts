import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { LEAF_CHARTS, UMBRELLA } from '../../src/charts/charts.ts'
import { helm, KUBE_VERSION } from '../../src/charts/helm.ts'
import { packageAssembled } from '../../src/charts/package-charts.ts'
import { valuesOf } from '../../src/charts/value-sets.ts'
import { inRoot } from '../../src/paths.ts'
import { ofKind } from './support/objects.ts'
import { rendered } from './support/render.ts'

test('the gateway’s chart carries the routes of the repository', () => {
  const read = (path: string) => readFileSync(inRoot(path), 'utf8')
  expect(read('charts/gateway/files/kong.yml')).toBe(read('gateway/kong.yml'))
})

test('the umbrella carries the alert rules and dashboards that compose has', () => {
  const flags = ['--set', 'prometheusRule.enabled=true,dashboards.enabled=true']
  const objects = rendered(UMBRELLA, 'minimal', flags)
  const files = inRoot('charts', 'linli', 'files')
  const rules = ofKind(objects, 'PrometheusRule')
  expect(rules.map(({ spec }) => spec)).toEqual([parse(readFileSync(`${files}/alerts.yml`, 'utf8'))])
  const dashboards = objects.filter(({ metadata }) => metadata.labels?.grafana_dashboard === '1')
  const names = readdirSync(`${files}/dashboards`)
  expect(names.length).toBeGreaterThan(0)
  expect(Object.assign({}, ...dashboards.map(({ data }) => data))).toEqual(
    Object.fromEntries(
      names.map((name) => [name, readFileSync(`${files}/dashboards/${name}`, 'utf8').trimEnd()]),
    ),
  )
})

test('a release’s archives are whole: each renders without the folders it came from', () => {
  const dir = mkdtempSync(join(tmpdir(), 'linli-packages-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  packageAssembled(dir)
  expect(
    readdirSync(dir)
      .map((file) => file.replace(/-\d+\.\d+\.\d+\.tgz$/, ''))
      .toSorted(),
  ).toEqual([...LEAF_CHARTS, UMBRELLA].toSorted())
  for (const file of readdirSync(dir)) {
    const chart = file.replace(/-\d+\.\d+\.\d+\.tgz$/, '')
    const args = ['template', 'linli', join(dir, file), '--kube-version', KUBE_VERSION, '--values', '-']
    const { status, stdout, stderr } = helm(args, valuesOf(chart, 'minimal'))
    expect(status, `${chart}: ${stderr}`).toBe(0)
    expect(stdout, chart).toContain('kind: Deployment')
  }
})
