import { parser } from '@prometheus-io/lezer-promql'

/** One `name{label="…"}` of an expression: what it names, and which labels it leans on. */
export type Selector = { readonly metric: string; readonly labels: readonly string[] }

/** Everything that an expression of PromQL reads. @throws Error at the place where it is no PromQL */
export function selectorsOf(expression: string): Selector[] {
  const tree = parser.parse(expression)
  const text = ({ from, to }: { from: number; to: number }) => expression.slice(from, to)
  const selectors: { metric: string; labels: string[] }[] = []
  tree.iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`${expression}\n${' '.repeat(node.from)}^ this is no PromQL`)
      if (node.name === 'VectorSelector') selectors.push({ metric: '', labels: [] })
      const current = selectors.at(-1)
      if (!current) return
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector')
        current.metric = text(node)
      if (node.name === 'LabelName' && node.node.parent?.name.endsWith('LabelMatcher'))
        current.labels.push(text(node))
    },
  })
  return selectors
}
