// Three things ts-proto has no option for; all change TypeScript only, never a byte on the wire.
// 1. Enum values lose their prefix as the keys did: OrderStatus.PREPARING is 'PREPARING', the word that
//    TypeScript, Postgres and the HTTP API say (architecture §5). Wire JSON stays ORDER_STATUS_PREPARING.
// 2. A Timestamp that is not `optional` is a Date, not `Date | undefined`: absent on the wire reads as the
//    epoch, as an absent number reads as 0.
// 3. `@linli/proto/order` also gives the words of common that its messages use, such as OrderType.
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', 'gen')

for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.ts')) continue
  const file = join(root, name)
  writeFileSync(file, requireDates(shortenEnums(readFileSync(file, 'utf8'))))
}

for (const name of readdirSync(root)) {
  if (!/^index\.\w+\.v1\.ts$/.test(name) || name === 'index.common.v1.ts') continue
  appendFileSync(join(root, name), 'export * from "./common/v1/common.ts";\n')
}

function shortenEnums(source: string): string {
  return source.replace(/^export const \w+ = \{\n(?:.*\n)*?\} as const;$/gm, (block) =>
    block.replace(/^( {2}(\w+): )"\w+",$/gm, '$1"$2",'),
  )
}

function requireDates(source: string): string {
  let result = source
  for (const [, message = '', body = ''] of source.matchAll(
    /^export interface (\w+) \{\n((?:.*\n)*?)\}$/gm,
  )) {
    for (const [, field = ''] of body.matchAll(/^ {2}(\w+):\s+\|?\s*Date\s+\| undefined;$/gm))
      result = requireDate(result, message, field)
  }
  return result
}

function requireDate(source: string, message: string, field: string): string {
  const inside = (start: string, end: string, edit: [RegExp, string]) => (text: string) => {
    const from = text.indexOf(start)
    const to = text.indexOf(end, from)
    const part = text.slice(from, to)
    const edited = part.replace(...edit)
    if (from < 0 || to < 0 || edited === part)
      throw new Error(`ts-proto writes ${message}.${field} differently now: ${start}`)
    return text.slice(0, from) + edited + text.slice(to)
  }
  const codec = `export const ${message}: MessageFns<`
  return [
    inside(`export interface ${message} {`, '\n}\n', [
      new RegExp(`^( {2}${field}):\\s+\\|?\\s*Date\\s+\\| undefined;`, 'm'),
      '$1: Date;',
    ]),
    inside(`function createBase${message}(): ${message} {`, '\n}\n', [
      new RegExp(`\\b${field}: undefined\\b`),
      `${field}: new Date(0)`,
    ]),
    inside(codec, '\n};\n', [
      new RegExp(`(^ {6}${field}: isSet\\(object\\.${field}\\)[^,]*?: )undefined,`, 'm'),
      '$1new Date(0),',
    ]),
    inside(codec, '\n};\n', [
      new RegExp(`(message\\.${field} = object\\.${field} \\?\\?\\s+)undefined;`),
      '$1new Date(0);',
    ]),
  ].reduce((text, edit) => edit(text), source)
}
