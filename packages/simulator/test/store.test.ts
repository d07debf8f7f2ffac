import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../src/store/store.ts'

const root = mkdtempSync(join(tmpdir(), 'simulator-store-'))
let directory = ''
let store: Store

beforeEach(() => {
  directory = mkdtempSync(join(root, 'data-'))
  store = openStore(directory)
})
afterEach(() => store.close())
afterAll(() => rmSync(root, { recursive: true, force: true }))

const reopen = () => {
  store.close()
  store = openStore(directory)
}

describe('the store', () => {
  it('lists rows in the order in which their keys came, over changes and restarts', () => {
    store.table('sms').put('b', 1)
    store.table('sms').put('a', 2)
    reopen()
    const sms = store.table<number>('sms')
    sms.put('c', 3)
    sms.put('b', 4)
    expect(sms.rows().toArray()).toEqual([4, 2, 3])
    expect(sms.size()).toBe(3)
  })

  it('keeps tables apart and forgets what is dropped', () => {
    store.table('sms').put('a', 1)
    store.table('orders').put('a', 2)
    store.table('sms').drop('a')
    reopen()
    expect(store.table('sms').has('a')).toBe(false)
    expect(store.table('orders').get('a')).toBe(2)
  })

  it('walks through a table that is read and changed on the way', () => {
    const sms = store.table<number>('sms')
    for (const [key, value] of Object.entries({ a: 1, b: 2, c: 3 })) sms.put(key, value)
    const seen = sms
      .rows()
      .map((value) => {
        sms.put('a', 9)
        return [value, ...sms.rows().take(1)]
      })
      .toArray()
    expect(seen).toEqual([
      [1, 9],
      [2, 9],
      [3, 9],
    ])
  })

  it('goes on where a journal of earlier versions ends, without the record that a crash cut short', () => {
    store.close()
    rmSync(join(directory, 'provider.sqlite'))
    const longerThanARead = '番茄'.repeat(400_000)
    const lines = [
      ['orders', 'a', { goods: '红根菠菜' }],
      ['orders', 'b', { goods: longerThanARead }],
      ['sms', 'gone', 1],
      ['orders', 'a', { goods: '土豆' }],
      ['sms', 'gone', null],
    ]
    const journal = join(directory, 'journal.ndjson')
    writeFileSync(journal, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n["orders","torn",{"goo`)
    store = openStore(directory)
    expect(store.table('orders').rows().toArray()).toEqual([{ goods: '土豆' }, { goods: longerThanARead }])
    expect(store.table('sms').size()).toBe(0)
    expect(existsSync(journal)).toBe(false)
    reopen()
    expect(store.table('orders').size()).toBe(2)
  })
})
