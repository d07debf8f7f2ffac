import { stringify } from 'yaml'
import type { Value, Values } from './value.ts'

type Row = { readonly path: string; readonly value: Value }

/** A table of values: one row for everything that can be set, with what its comment says. */
export function valuesTable(values: Values): string {
  const rows = rowsOf(values, '').map(
    ({ path, value }) => `| \`${path}\` | ${shown(value.fallback)} | ${value.text.replaceAll('|', '\\|')} |`,
  )
  return ['| value | default | |', '|---|---|---|', ...rows].join('\n')
}

/** A mapping that a definition describes as a whole is one row. */
const rowsOf = (values: Values, prefix: string): Row[] =>
  Object.entries(values).flatMap(([key, value]) => {
    const path = `${prefix}${key}`
    return value.below && value.schema.$ref === undefined
      ? rowsOf(value.below, `${path}.`)
      : [{ path, value }]
  })

function shown(fallback: unknown): string {
  if (fallback === '') return 'empty'
  const text = stringify(fallback, {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
  }).trimEnd()
  return `\`${text.replaceAll('|', '\\|')}\``
}
