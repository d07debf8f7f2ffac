import { readdirSync, readFileSync } from 'node:fs'
import { inRoot } from '@linli/dev'
import { usePlatform } from '@linli/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openShop } from '../src/shop.ts'
import { selectorsOf } from './support/promql.ts'
import { type Exposed, scrape } from './support/scrape.ts'

// What the alert rules and dashboards of charts/linli/files ask for is what the running processes tell.

type Rule = {
  readonly record?: string
  readonly alert?: string
  readonly expr: string
  readonly for?: string
  readonly labels?: { readonly severity?: string }
  readonly annotations?: { readonly summary?: string; readonly runbook?: string }
}
type Query = { readonly of: string; readonly expr: string }

const FILES = inRoot('charts', 'linli', 'files')
const { groups } = parse(readFileSync(`${FILES}/alerts.yml`, 'utf8')) as {
  groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[]
}
const rules = groups.flatMap((group) => group.rules)
const alerts = rules.flatMap((rule) => (rule.alert === undefined ? [] : [{ ...rule, alert: rule.alert }]))
const recorded = new Set(rules.flatMap(({ record }) => record ?? []))

/** Grafana's own variables, as it would fill them in. */
const filled = (expr: string) => expr.replaceAll('$__rate_interval', '5m').replaceAll('$service', '.*')

const panels = readdirSync(`${FILES}/dashboards`).flatMap((file): Query[] => {
  const { panels: drawn } = JSON.parse(readFileSync(`${FILES}/dashboards/${file}`, 'utf8')) as {
    panels: { title: string; targets: { expr: string }[] }[]
  }
  return drawn.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({ of: `${file}: ${title}`, expr: filled(expr) })),
  )
})

const queries: readonly Query[] = [
  ...rules.map(({ alert, record, expr }) => ({ of: alert ?? record ?? '?', expr })),
  ...panels,
]

/** Prometheus adds these to everything that it scrapes. */
const BY_PROMETHEUS = new Set(['job', 'instance'])

const platform = usePlatform()
let exposed: Exposed

/** One paid order: counters of what has never happened yet are not told. */
beforeAll(async () => {
  const shop = openShop(platform)
  const buyer = await shop.logIn(shop.accounts.users[0].openid)
  const items = (await shop.firstSkus(1)).map(({ skuId }) => ({ skuId, qty: 1 }))
  const order = await shop.place(buyer, await shop.settle(buyer, { items }))
  await shop.pay(buyer, order.id)
  await shop.waitForStatus(buyer, order.id, { statuses: ['PREPARING'] })
  if (!platform.gatewayStatus) throw new Error('the gateway does not tell its metrics')
  exposed = await scrape([
    platform.gatewayStatus,
    ...Object.values(platform.services).map(({ http }) => http),
  ])
})

test('there is something to check', () => {
  expect(alerts.length).toBeGreaterThan(15)
  expect(panels.length).toBeGreaterThan(30)
})

describe.each(queries)('$of', ({ expr }) => {
  test('reads only what is told, by labels that it has', () => {
    const selectors = selectorsOf(expr)
    expect(selectors).not.toEqual([])
    for (const { metric, labels } of selectors) {
      if (recorded.has(metric) || metric === 'up') continue
      const told = exposed.get(metric)
      expect(told, `${metric} in ${expr}`).toBeDefined()
      for (const label of labels)
        expect(BY_PROMETHEUS.has(label) || told?.has(label), `${label} of ${metric}`).toBe(true)
    }
  })
})

/** As GitHub and other renderers make the address of a heading. */
const addressOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

const runbook = readFileSync(inRoot('docs', 'operations', 'runbook.md'), 'utf8')
const sections = new Set([...runbook.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => addressOf(heading)))

describe.each(alerts)('$alert', ({ alert, labels, annotations, for: wait }) => {
  test('says how bad it is, what it is, and where the runbook tells what to do', () => {
    expect(alert).toMatch(/^[A-Z][A-Za-z]+$/)
    expect(labels?.severity).toMatch(/^(critical|warning)$/)
    expect(annotations?.summary).toBeTruthy()
    expect(wait ?? '0s').toMatch(/^\d+[smh]$/)
    const [file, section = ''] = annotations?.runbook?.split('#') ?? []
    expect(file).toBe('docs/operations/runbook.md')
    expect(sections, section).toContain(section)
  })
})

test('no two rules have one name', () => {
  const names = rules.map(({ alert, record }) => alert ?? record)
  expect(names).toEqual([...new Set(names)])
})
