import type { Ratio } from './goals.ts'
import type { Row } from './load.ts'
import type { Memory } from './processes.ts'
import type { Figure } from './web/figure.ts'

const number = (value: number, digits = 1) => value.toFixed(value >= 1000 ? 0 : digits)

/** The figures as a table for people. */
export function render(rows: readonly Row[], memory: readonly Memory[]): string {
  const head = ['what', 'at once', 'per s', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms', 'failed']
  const body = rows.map((row) => [
    row.what,
    String(row.concurrency),
    number(row.perSecond),
    number(row.p50),
    number(row.p95),
    number(row.p99),
    row.cpuMs === undefined ? '–' : number(row.cpuMs, 2),
    String(row.failed),
  ])
  const notes = rows.flatMap(({ what, concurrency, note }) =>
    note ? [`  ${what} at ${concurrency}: ${note}`] : [],
  )
  const total = memory.reduce((sum, { nowMb }) => sum + nowMb, 0)
  const processes = memory.map(({ process, peakMb, nowMb }) => [process, `${nowMb} MB`, `peak ${peakMb} MB`])
  return [
    table([head, ...body]),
    ...(notes.length > 0 ? ['', 'failures:', ...notes] : []),
    '',
    table([...processes, ['all together', `${total} MB`, '']]),
  ].join('\n')
}

/** Measured figures beside what they may be. */
export const renderFigures = (figures: readonly Figure[]): string =>
  table([
    ['what', 'measured', 'at most', ''],
    ...figures.map(({ what, value, unit, limit }) => [
      what,
      `${number(value, 0)} ${unit}`,
      `${limit} ${unit}`,
      value <= limit ? 'ok' : 'MISSED',
    ]),
  ])

/** Rates by what the bare server did in the same run, beside what they must be. */
export const renderRatios = (ratios: readonly Ratio[]): string =>
  table([
    ['at 64, where bare Fastify answers 20,800/s', 'measured', 'at least', ''],
    ...ratios.map(({ what, value, unit, atLeast }) => [
      what,
      `${number(value)}${unit}`,
      `${atLeast}${unit}`,
      value >= atLeast ? 'ok' : 'MISSED',
    ]),
  ])

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n')
}
