const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]))

/** A version 3 source map. */
export interface SourceMap {
  version: number
  sources: string[]
  names?: string[]
  mappings: string
}

/** Numbers of one segment: generated column, source, line, column (and a name), each as a difference. */
function decode(segment: string): number[] {
  const numbers: number[] = []
  let value = 0
  let shift = 0
  for (const digit of segment) {
    const bits = VALUES.get(digit) ?? 0
    value |= (bits & 31) << shift
    shift += 5
    if (bits & 32) continue
    numbers.push(value & 1 ? -(value >> 1) : value >> 1)
    value = 0
    shift = 0
  }
  return numbers
}

function encode(number: number): string {
  let value = number < 0 ? (-number << 1) | 1 : number << 1
  let text = ''
  do {
    const bits = value & 31
    value >>>= 5
    text += DIGITS[value > 0 ? bits | 32 : bits]
  } while (value > 0)
  return text
}

/**
 * The same map for the sources that `keep` accepts; positions in other sources stay unmapped. Node holds every
 * position of a map in memory, and those of the packages would take 100 MB in each service.
 */
export function onlySources(map: SourceMap, keep: (source: string) => boolean): SourceMap {
  const kept = map.sources.map((source) => (keep(source) ? source : undefined))
  const sources = kept.filter((source) => source !== undefined)
  const newIndex = new Map(
    kept.flatMap((source, old) => (source === undefined ? [] : [[old, sources.indexOf(source)]])),
  )
  let [oldSource, oldLine, oldColumn] = [0, 0, 0]
  let [source, line, column] = [0, 0, 0]
  const rewriteLine = (text: string): string => {
    const out: string[] = []
    let [oldGenerated, generated, mapped] = [0, 0, false]
    for (const segment of text ? text.split(',') : []) {
      const [dGenerated = 0, dSource = 0, dLine = 0, dColumn = 0] = decode(segment)
      oldGenerated += dGenerated
      oldSource += dSource
      oldLine += dLine
      oldColumn += dColumn
      const index = newIndex.get(oldSource)
      if (index !== undefined) {
        out.push(
          [oldGenerated - generated, index - source, oldLine - line, oldColumn - column].map(encode).join(''),
        )
        ;[source, line, column] = [index, oldLine, oldColumn]
      } else if (mapped) out.push(encode(oldGenerated - generated))
      if (index !== undefined || mapped) generated = oldGenerated
      mapped = index !== undefined
    }
    return out.join(',')
  }
  return { version: map.version, sources, mappings: map.mappings.split(';').map(rewriteLine).join(';') }
}
