import type { Body } from '@linli/api-client'
import { parse } from 'papaparse'

type Draft = Body<'importCommunities'>['communities'][number]
type Mode = Draft['deliveryModes'][number]

/** One line of the file: what it says, or why it cannot be taken. */
export type CommunityRow = {
  /** As a spreadsheet counts: the headings are line 1. */
  readonly line: number
  readonly name: string
  readonly draft?: Draft
  readonly wrong: readonly Column[]
}

export const COLUMNS = [
  'name',
  'pinyin',
  'pinyinInitials',
  'province',
  'city',
  'district',
  'adcode',
  'address',
  'lng',
  'lat',
  'radiusM',
  'warehouse',
  'deliveryModes',
] as const
export type Column = (typeof COLUMNS)[number]

const MODES: readonly string[] = ['SELF_PICKUP', 'COMMUNITY_DROP', 'HOME', 'EXPRESS'] satisfies Mode[]
const isMode = (text: string): text is Mode => MODES.includes(text)

/** What the API asks of each column; the warehouse is looked up by its code or name. */
const RULES: Record<Exclude<Column, 'warehouse' | 'deliveryModes'>, (text: string) => boolean> = {
  name: (text) => text !== '' && text.length <= 60,
  pinyin: (text) => /^[a-z0-9]{0,120}$/.test(text),
  pinyinInitials: (text) => /^[a-z0-9]{0,40}$/.test(text),
  province: (text) => text !== '' && text.length <= 60,
  city: (text) => text !== '' && text.length <= 60,
  district: (text) => text !== '' && text.length <= 60,
  adcode: (text) => /^\d{6}$/.test(text),
  address: (text) => text !== '' && text.length <= 200,
  lng: (text) => text !== '' && Math.abs(Number(text)) <= 180,
  lat: (text) => text !== '' && Math.abs(Number(text)) <= 90,
  radiusM: (text) => /^\d+$/.test(text) && Number(text) >= 50 && Number(text) <= 50_000,
}

type Warehouse = { readonly id: string; readonly name: string; readonly code: string }

/**
 * Reads a file with one community per line; columns are found by the texts of their headings, in any order.
 * @param headings the texts that may stand above each column
 * @returns no rows when a heading is missing, with its name
 */
export function readCommunities(
  file: string,
  { headings, warehouses }: { headings: Record<Column, readonly string[]>; warehouses: readonly Warehouse[] },
): { rows: CommunityRow[]; missing: Column[] } {
  const { data } = parse<string[]>(file.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' })
  const [first = [], ...lines] = data.map((line) => line.map((cell) => cell.trim()))
  const places = new Map(
    COLUMNS.map((column) => [column, first.findIndex((cell) => headings[column].includes(cell))]),
  )
  const missing = COLUMNS.filter((column) => places.get(column) === -1)
  if (missing.length > 0) return { rows: [], missing }
  const rows = lines.map((cells, index) => {
    const at = (column: Column): string => cells[places.get(column) ?? -1] ?? ''
    return toRow(at, { line: index + 2, warehouses })
  })
  return { rows, missing }
}

function toRow(
  at: (column: Column) => string,
  { line, warehouses }: { line: number; warehouses: readonly Warehouse[] },
): CommunityRow {
  const warehouse = warehouses.find(({ code, name }) => [code, name].includes(at('warehouse')))
  const modes = at('deliveryModes')
    .split(/[|、;；/]/)
    .map((text) => text.trim())
    .filter(Boolean)
  const deliveryModes = [...new Set(modes)].filter(isMode)
  const rules = Object.entries(RULES) as [keyof typeof RULES, (text: string) => boolean][]
  const wrong: Column[] = [
    ...rules.flatMap(([column, isRight]) => (isRight(at(column)) ? [] : [column])),
    ...(warehouse ? [] : (['warehouse'] as const)),
    ...(modes.length > 0 && modes.every(isMode) ? [] : (['deliveryModes'] as const)),
  ]
  const name = at('name')
  if (wrong.length > 0 || !warehouse) return { line, name, wrong }
  const draft: Draft = {
    name,
    pinyin: at('pinyin'),
    pinyinInitials: at('pinyinInitials'),
    province: at('province'),
    city: at('city'),
    district: at('district'),
    adcode: at('adcode'),
    address: at('address'),
    lng: Number(at('lng')),
    lat: Number(at('lat')),
    fence: null,
    radiusM: Number(at('radiusM')),
    status: 'PREPARING', // nobody orders there before somebody has looked at it
    warehouseId: warehouse.id,
    leaderId: null,
    deliveryModes,
    defaultPickupPointId: null,
  }
  return { line, name, draft, wrong }
}
