import { SourceMap as NodeMap } from 'node:module'
import { transform } from 'esbuild'
import { expect, test } from 'vitest'
import { onlySources, type SourceMap } from './source-map.ts'

async function sample(): Promise<SourceMap> {
  const { map } = await transform('const a = 1\n\nfunction b(x: number) {\n  return x + a\n}\nb(2)', {
    loader: 'ts',
    sourcemap: 'external',
    sourcefile: 'own.ts',
  })
  return JSON.parse(map) as SourceMap
}

const lookUp = (map: SourceMap, line: number) =>
  new NodeMap({ ...map, file: '', names: [], sourcesContent: [], sourceRoot: '' }).findEntry(line, 2)

test('positions of a kept source stay where they were', async () => {
  const map = await sample()
  expect(onlySources(map, () => true).mappings).toBe(map.mappings)
})

test('positions of another source disappear, those around it stay', async () => {
  const own = await sample()
  const both = { ...own, sources: ['own.ts', 'other.ts'], mappings: `${own.mappings};ACAAA,EDGA` }
  const kept = onlySources(both, (source) => source === 'own.ts')
  expect(kept.sources).toEqual(['own.ts'])
  expect(lookUp(kept, 2)).toMatchObject(lookUp(own, 2))
  const last = kept.mappings.split(';').at(-1)
  expect(last?.split(',')).toHaveLength(1)
  expect(last?.startsWith('E')).toBe(true)
})
