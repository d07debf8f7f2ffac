import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createVault } from '../src/index.ts'

const dir = mkdtempSync(join(tmpdir(), 'linli-vault-'))
afterAll(() => rmSync(dir, { recursive: true }))
const hex = () => randomBytes(32).toString('hex')
const keys = { k1: hex(), k2: hex() }
const indexKey = hex()
let files = 0
const vaultOf = (content: object) => {
  files += 1
  const file = join(dir, `${files}.json`)
  writeFileSync(file, JSON.stringify(content))
  return createVault(file)
}
const vault = vaultOf({ current: 'k1', keys, indexKey })

test('whatever is sealed opens again, and never looks the same twice', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (plain) => {
      const sealed = vault.seal(plain)
      expect(vault.open(sealed)).toBe(plain)
      expect(vault.seal(plain)).not.toBe(sealed)
    }),
    { examples: [[''], ['幸福里 3 栋 🏠'], ['a\u0000b.c']] },
  )
})

test('a text that was altered anywhere does not open', () => {
  const sealed = vault.seal('13800138000')
  const parts = sealed.split('.')
  for (const index of [0, 1, 2, 3]) {
    const altered = parts.map((part, at) =>
      at === index ? `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}` : part,
    )
    expect(() => vault.open(altered.join('.'))).toThrow()
  }
  const shortTag = [parts[0], parts[1], parts[2]?.slice(0, 6), parts[3]].join('.')
  for (const text of [shortTag, '', 'k1', 'k1...', `k2.${parts.slice(1).join('.')}`, sealed.slice(0, -2)]) {
    expect(() => vault.open(text)).toThrow()
  }
})

test('after a rotation old texts open and new ones use the new key', () => {
  const old = vault.seal('x')
  const rotated = vaultOf({ current: 'k2', keys, indexKey })
  expect(rotated.open(old)).toBe('x')
  expect(rotated.seal('x')).toMatch(/^k2\./)
  expect(() => vaultOf({ current: 'k2', keys: { k2: keys.k2 }, indexKey }).open(old)).toThrow(
    'unknown data key k1',
  )
})

test('an index is stable under its key, differs under another, and tells nothing', () => {
  expect(vault.index('13800138000')).toBe(vaultOf({ current: 'k2', keys, indexKey }).index('13800138000'))
  expect(vault.index('13800138000')).not.toBe(vault.index('13800138001'))
  expect(vault.index('x')).not.toBe(vaultOf({ current: 'k1', keys, indexKey: hex() }).index('x'))
})

test('a key of another length or a missing current key is refused at start', () => {
  expect(() => vaultOf({ current: 'k1', keys: { k1: 'abcd' }, indexKey })).toThrow('32 bytes')
  expect(() => vaultOf({ current: 'k9', keys, indexKey })).toThrow('unknown data key k9')
})
