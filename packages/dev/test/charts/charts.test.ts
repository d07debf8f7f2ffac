import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { UMBRELLA } from '../../src/charts/charts.ts'
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
