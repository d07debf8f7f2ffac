/** How values of one shape are kept as text, in Redis: what a version with another shape wrote counts as not there. */
export type Kept<Value> = {
  write(value: Value): string
  /** @param text what Redis has, if anything; @param revive as of `JSON.parse` */
  read(text: string | null, revive?: (key: string, value: unknown) => unknown): Value | undefined
}

/** @param shape by `shapeOf` of @linli/core: the value's, or that of its items */
export function keptAs<Value>(shape: string): Kept<Value> {
  const head = `${shape}\n`
  return {
    write: (value) => head + JSON.stringify(value),
    read: (text, revive) =>
      text?.startsWith(head) ? (JSON.parse(text.slice(head.length), revive) as Value) : undefined,
  }
}
