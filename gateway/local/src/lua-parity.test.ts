import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { IDENTITY_NAMES, IDENTITY_PREFIXES, SUBJECT_HEADER } from './identity.ts'
import { refusals } from './refusals.ts'

// Kong runs Lua, gateway/local TypeScript: the tables in both must be the same.
const lua = (name: string): string =>
  readFileSync(new URL(`../../plugins/linli-envelope/${name}.lua`, import.meta.url), 'utf8')

it('refuses in the same words', () => {
  const rows = [...lua('refusals').matchAll(/\[(\d+)\] = \{ code = (\d+), zh = "(.*)", en = "(.*)" \}/g)]
  const table = Object.fromEntries(
    rows.map(([, status, code, zh, en]) => [status, { code: Number(code), zh, en }]),
  )
  expect(table).toEqual(refusals)
})

it('drops the same headers', () => {
  const [prefixes = '', names = ''] = lua('identity').split('local NAMES')
  expect([...prefixes.matchAll(/^ {2}"(.*)",$/gm)].map(([, name]) => name)).toEqual(IDENTITY_PREFIXES)
  expect([...names.matchAll(/\["(.*)"\] = true/g)].map(([, name]) => name)).toEqual(IDENTITY_NAMES)
  expect(lua('identity')).toContain(`subject_header = "${SUBJECT_HEADER}"`)
})
