import { expect, test } from 'vitest'
import { COLUMNS, type Column, readCommunities } from './community-rows.ts'

const headings = Object.fromEntries(COLUMNS.map((column) => [column, [column, `${column}*`]])) as Record<
  Column,
  string[]
>
const warehouses = [{ id: 'w1', name: '滨江仓', code: 'HZ-BJ' }]
const read = (file: string) => readCommunities(file, { headings, warehouses })
const HEAD = COLUMNS.join(',')
const GOOD =
  '江南春晓,jncx,jncx,浙江省,杭州市,滨江区,330108,"春晓路 288 号, 南门",120.1985,30.1905,500,HZ-BJ,SELF_PICKUP|HOME'

test('a line becomes a community that nobody can order in yet', () => {
  const { rows, missing } = read(`\uFEFF${HEAD}\r\n${GOOD}\r\n\r\n`)
  expect(missing).toEqual([])
  expect(rows).toEqual([
    {
      line: 2,
      name: '江南春晓',
      wrong: [],
      draft: expect.objectContaining({
        address: '春晓路 288 号, 南门',
        lng: 120.1985,
        radiusM: 500,
        status: 'PREPARING',
        warehouseId: 'w1',
        deliveryModes: ['SELF_PICKUP', 'HOME'],
        fence: null,
      }) as object,
    },
  ])
})

test('columns may stand in any order, under any of their headings', () => {
  const cells = GOOD.replace('"春晓路 288 号, 南门"', '春晓路').split(',')
  const turned = `${COLUMNS.map((column) => `${column}*`)
    .toReversed()
    .join(',')}\n${cells.toReversed().join(',')}`
  expect(read(turned).rows[0]?.draft).toMatchObject({ name: '江南春晓', adcode: '330108' })
})

test('every wrong cell of a line is named', () => {
  const line = ',PINYIN,,浙江省,杭州市,滨江区,3301,,abc,95,10,上海仓,BIKE'
  const [row] = read(`${HEAD}\n${line}`).rows
  expect(row?.draft).toBeUndefined()
  expect(row?.wrong).toEqual([
    'name',
    'pinyin',
    'adcode',
    'address',
    'lng',
    'lat',
    'radiusM',
    'warehouse',
    'deliveryModes',
  ])
})

test('a file without its headings is not guessed at', () => {
  expect(read(GOOD)).toEqual({ rows: [], missing: [...COLUMNS] })
  expect(read('')).toEqual({ rows: [], missing: [...COLUMNS] })
})
