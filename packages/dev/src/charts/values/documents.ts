import type { Definition, Settings } from '../../docs/definition.ts'
import type { Document } from '../../docs/document.ts'
import { inRoot } from '../../paths.ts'
import { LEAF_CHARTS, LIBRARY, UMBRELLA } from '../charts.ts'
import {
  allValues,
  type Chart,
  chartSchema,
  libraryValues,
  readChart,
  secretEnvOf,
  settingsOf,
} from './chart.ts'
import { valuesTable } from './readme.ts'
import { requiredSettings } from './settings-schema.ts'
import { fallbacks, narrowed, readValues, type Values } from './value.ts'

/** values.schema.json and README.md of every chart, from its values.yaml, its Chart.yaml and the services' Config. */
export const chartDocuments = (base: Settings, all: readonly Definition[]): Document[] =>
  [LIBRARY, ...LEAF_CHARTS, UMBRELLA].flatMap((name) => {
    const chart = readChart(name)
    const definition = all.find((one) => `${one.name}-service` === name)
    const settings = definition && settingsOf(base, definition)
    const folder = inRoot('charts', name)
    return [
      {
        path: `${folder}/values.schema.json`,
        text: `${JSON.stringify(chartSchema(chart, settings), null, 2)}\n`,
      },
      { path: `${folder}/README.md`, text: `${readme(chart, settings).join('\n\n')}\n` },
    ]
  })

function readme(chart: Chart, settings: Settings | undefined): string[] {
  const title = [`# ${chart.name}`, chart.description]
  if (chart.type === 'library')
    return [
      ...title,
      '## A service',
      valuesTable(libraryValues('defaults')),
      '## Gateway and web',
      valuesTable(libraryValues('edge')),
    ]
  const values = allValues(chart)
  const own = table(narrowed(values, readValues(chart.name)))
  if (chart.name === UMBRELLA) return [...title, ...install(chart), ...charts(chart), ...own]
  const shared = `Everything else is in [${LIBRARY}](../${LIBRARY}/README.md).`
  return [...title, ...install(chart), ...(settings ? needs(settings, values) : []), ...own, shared]
}

const install = ({ name }: Chart): string[] => {
  const release = name.replace('-service', '')
  return [
    `\`\`\`sh\nhelm dependency build charts/${name}\nhelm upgrade --install ${release} charts/${name} -f my-values.yaml\nhelm test ${release}\n\`\`\``,
  ]
}

const table = (values: Values): string[] => ['## Values', valuesTable(values)]

const charts = ({ dependencies = [] }: Chart): string[] => [
  '## Charts',
  `Below the name of each stand its values: ${dependencies.map(({ name }) => `[${name}](../${name}/README.md)`).join(', ')}.`,
]

/** What an installation must bring: Secrets, and settings that have no default. */
function needs(settings: Settings, values: Values): string[] {
  const { secretFiles, config } = fallbacks(values) as Record<string, Record<string, string>>
  const variables = ['DATABASE_URL', 'MIGRATION_DATABASE_URL', ...secretEnvOf(values)]
  const files = Object.values(secretFiles ?? {})
  const required = requiredSettings({ settings, secretEnv: secretEnvOf(values) })
  const demanded = (values.config?.schema.required ?? []) as readonly string[]
  const rows = [
    ['Secret `secrets.shared`', ['REDIS_URL', 'NATS_URL', 'jwt-public.json']],
    ['Secret `secrets.existingSecret`', [...variables, ...files]],
    ['`config`', [...required, ...demanded].filter((name) => !(name in (config ?? {})))],
  ] as const
  return [
    '## Needs',
    [
      '| | |',
      '|---|---|',
      ...rows
        .filter(([, keys]) => keys.length > 0)
        .map(([where, keys]) => `| ${where} | ${keys.map((key) => `\`${key}\``).join(' ')} |`),
    ].join('\n'),
    'Every key of `config` is explained in the [configuration reference](../../docs/operations/configuration.md).',
  ]
}
