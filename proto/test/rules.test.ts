import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const files = globSync('*/v1/*.proto', { cwd: root })
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const messages = files.flatMap((file) =>
  [...read(file).matchAll(/^message (\w+) \{\n((?:.*\n)*?)\}$/gm)].map(([, name = '', body = '']) => ({
    name,
    file,
    fields: [...body.matchAll(/^ {2}(?:optional |repeated )?[\w.]+ (\w+) = \d+;$/gm)].map(
      ([, field]) => field,
    ),
  })),
)
// Shared parts such as OrderLine travel inside events.
const parts = messages.filter(({ file }) => !file.endsWith('_service.proto'))
const events = parts.filter(({ name, fields }) => fields.includes('version') && name !== 'OrderLine')

it('carries no phone, address, token or code in an event', () => {
  const personal = /phone|address|token|openid|recipient|pickup_code|password|secret/
  expect(
    parts.flatMap(({ name, fields }) =>
      fields.filter((f) => personal.test(f ?? '')).map((f) => `${name}.${f}`),
    ),
  ).toEqual([])
})

it('gives every event the version of its aggregate and a time', () => {
  const timed = events.filter(({ fields }) => fields.some((field) => field?.endsWith('_at')))
  expect(timed).toEqual(events)
  expect(events.length).toBeGreaterThan(50)
})

it('answers every query with the moment it speaks of', () => {
  const answers = files.flatMap((file) =>
    [...read(file).matchAll(/returns \((\w+)\)/g)].map(([, name]) => name),
  )
  const dated = messages.filter(({ fields }) => fields.includes('as_of_ms')).map(({ name }) => name)
  expect(answers.filter((name) => !dated.includes(name ?? ''))).toEqual([])
  expect(answers.length).toBeGreaterThanOrEqual(43)
})

it('measures money in whole fen', () => {
  const lines = files.flatMap((file) => read(file).match(/^.*_fen = \d+;$/gm) ?? [])
  expect(lines.filter((line) => !/^ {2}(optional )?int64 /.test(line))).toEqual([])
})
