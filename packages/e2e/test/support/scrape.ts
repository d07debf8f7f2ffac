/** Which labels the series of each metric carry, as `/metrics` of an address tells them. */
export type Exposed = ReadonlyMap<string, ReadonlySet<string>>

const SERIES = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? /
const LABEL = /(\w+)="(?:[^"\\]|\\.)*"/g

/** What these addresses expose together. @throws Error when one does not answer with metrics */
export async function scrape(urls: readonly string[]): Promise<Exposed> {
  const exposed = new Map<string, Set<string>>()
  for (const url of urls) {
    const answer = await fetch(`${url}/metrics`)
    if (!answer.ok) throw new Error(`${url}/metrics: HTTP ${answer.status}`)
    for (const line of (await answer.text()).split('\n')) {
      const [, name, text = ''] = SERIES.exec(line) ?? []
      if (name === undefined) continue
      const labels = exposed.get(name) ?? new Set()
      for (const [, label = ''] of text.matchAll(LABEL)) labels.add(label)
      exposed.set(name, labels)
    }
  }
  return exposed
}
