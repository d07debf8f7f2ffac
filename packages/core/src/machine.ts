import { CommonErrors } from './common-errors.ts'

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>
type EventOf<T extends Table> = { [S in keyof T]: keyof T[S] }[keyof T] & string

/** A transition table whose every target is one of its own states; anything else does not compile. */
type Closed<T extends Table> = { readonly [S in keyof T]: Readonly<Record<string, keyof T & string>> }

export type Machine<State extends string, Event extends string> = {
  readonly name: string
  readonly initial: State
  readonly states: readonly State[]
  readonly table: Table
  /** The state after `event`. @throws ILLEGAL_TRANSITION (conflict): an illegal step is loud, never ignored. */
  next(state: State, event: Event): State
  can(state: State, event: Event): boolean
  isFinal(state: State): boolean
  /** A Mermaid state diagram, for the READMEs. */
  diagram(): string
}

/** Topology as data: a row is *event → next state*. Guards choose the event, effects are the returned events. */
export function defineMachine<const T extends Table & Closed<T>>(
  name: string,
  initial: keyof T & string,
  table: T,
): Machine<keyof T & string, EventOf<T>> {
  type State = keyof T & string
  const target = (state: string, event: string) => table[state]?.[event] as State | undefined
  return {
    name,
    initial,
    states: Object.keys(table),
    table,
    next(state, event) {
      const to = target(state, event)
      if (!to) throw CommonErrors.ILLEGAL_TRANSITION({ machine: name, state, event })
      return to
    },
    can: (state, event) => target(state, event) !== undefined,
    isFinal: (state) => Object.keys(table[state] ?? {}).length === 0,
    diagram: () =>
      [
        'stateDiagram-v2',
        `  [*] --> ${initial}`,
        ...Object.entries(table).flatMap(([from, row]) =>
          Object.entries(row).map(([event, to]) => `  ${from} --> ${to}: ${event}`),
        ),
      ].join('\n'),
  }
}
