/** What Grafana draws: one expression per series, with the text that names it. */
export type Panel = {
  readonly title: string
  /** What a good and a bad picture look like. */
  readonly description?: string
  readonly unit: 'short' | 's' | 'reqps' | 'percentunit' | 'bytes' | 'ops' | 'currencyCNY'
  readonly kind?: 'timeseries' | 'stat'
  /** Expression → legend. */
  readonly series: Readonly<Record<string, string>>
}

export type Dashboard = {
  /** Its address in Grafana and the name of its file. */
  readonly uid: string
  readonly title: string
  /** With a choice of services. */
  readonly byService: boolean
  readonly panels: readonly Panel[]
}

const DATASOURCE = { type: 'prometheus', uid: '$datasource' }
const COLUMNS = 2
const WIDTH = 24 / COLUMNS
const HEIGHT = 8
const SCHEMA_VERSION = 41

/** The model that Grafana loads from a file. */
export function dashboardJson({ uid, title, byService, panels }: Dashboard): string {
  const model = {
    uid,
    title,
    tags: ['linli'],
    schemaVersion: SCHEMA_VERSION,
    editable: false,
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    timezone: 'browser',
    graphTooltip: 1,
    templating: { list: [datasourceVariable, ...(byService ? [serviceVariable] : [])] },
    panels: panels.map(panelModel),
  }
  return `${JSON.stringify(model, null, 2)}\n`
}

const datasourceVariable = {
  name: 'datasource',
  label: 'Prometheus',
  type: 'datasource',
  query: 'prometheus',
}

const serviceVariable = {
  name: 'service',
  type: 'query',
  datasource: DATASOURCE,
  query: { query: 'label_values(outbox_unpublished, service)', refId: 'services' },
  refresh: 2,
  sort: 1,
  multi: true,
  includeAll: true,
  current: { text: 'All', value: '$__all' },
}

function panelModel({ title, description = '', unit, kind = 'timeseries', series }: Panel, index: number) {
  return {
    id: index + 1,
    type: kind,
    title,
    description,
    datasource: DATASOURCE,
    gridPos: {
      x: (index % COLUMNS) * WIDTH,
      y: Math.floor(index / COLUMNS) * HEIGHT,
      w: WIDTH,
      h: HEIGHT,
    },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: Object.entries(series).map(([expr, legendFormat], position) => ({
      refId: String.fromCodePoint('A'.charCodeAt(0) + position),
      datasource: DATASOURCE,
      expr,
      legendFormat,
    })),
  }
}
