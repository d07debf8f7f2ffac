import { type Harness, type Node, nodesOf, type Page, textOf } from '../../src/weapp/harness.ts'

/** Whether the app has said this in passing. */
export const toasted = (mini: Harness, title: string): boolean =>
  mini.calls.some(({ name, options }) => name === 'showToast' && JSON.stringify(options).includes(title))

/** Somebody who looks at the page that is open, and waits for what has to come. */
export function visitor(mini: Harness) {
  let page: Page | undefined
  let seen = 0
  const nodes = (): readonly Node[] => (page ? nodesOf(page.tree()) : [])
  const labelled = (text: string) => (node: Node) =>
    node.attr.ariaRole === 'button' && (node.attr.ariaLabel === text || textOf(node).startsWith(text))
  const until = (what: string, holds: () => boolean) => mini.until(what, () => (holds() ? true : undefined))
  const finds = (matches: (node: Node) => boolean) =>
    mini
      .until('what is looked for', () => nodes().find(matches))
      .catch((error: unknown) => {
        throw new Error(`${String(error)}; the page says: ${page ? textOf(page.tree()) : 'nothing'}`)
      })
  const has = (text: string, tag = ''): boolean =>
    nodes().some((node) => (tag === '' || node.tag === tag) && textOf(node).includes(text))
  const self = {
    until,
    finds,
    has,
    open: (address: string) => {
      page = mini.open(address)
      seen = mini.calls.length
      return self
    },
    sees: async (text: string) => {
      await finds((node) => textOf(node).includes(text))
    },
    /** A View of ours. */
    taps: async (text: string) => mini.fire(await finds(labelled(text)), 'tap'),
    /** TDesign's button. */
    presses: async (text: string) =>
      mini.fire(
        await finds(
          (node) => node.tag === 't-button' && textOf(node) === text && node.attr.disabled !== true,
        ),
        'tap',
      ),
    /** The address the page leads to next. */
    went: (...names: string[]) =>
      mini.until(`a way on (${names.join(' or ')})`, () => {
        const index = mini.calls.findIndex(({ name }, at) => at >= seen && names.includes(name))
        const found = mini.calls[index]
        if (!found) return undefined
        seen = index + 1
        return String((found.options as { url?: string }).url ?? '')
      }),
  }
  return self
}
