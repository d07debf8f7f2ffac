import { type Definition, handledBy } from './definition.ts'

export function stateDiagrams({ machines }: Definition): string {
  const diagrams = machines.map(
    (machine) => `**${machine.name}**\n\n\`\`\`mermaid\n${machine.diagram()}\n\`\`\``,
  )
  return diagrams.join('\n\n') || '_No state machine._'
}

const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ') || '–'

const handlersOf = (type: string, all: readonly Definition[]) =>
  all.filter((definition) => handledBy(definition).includes(type)).map(({ name }) => name)

/** What a service tells, and what it listens to. */
export function eventTables(definition: Definition, all: readonly Definition[]): string {
  const published = definition.publishes.map(
    ({ $type }) => `| \`${$type}\` | ${handlersOf($type, all).join(', ') || '–'} |`,
  )
  return [
    '| publishes | handled by |',
    '|---|---|',
    ...published,
    '',
    `Handles: ${list(handledBy(definition))}`,
  ].join('\n')
}

/** Who tells whom what, over all services. */
export function eventMap(all: readonly Definition[]): string {
  const rows = all.flatMap(({ name, publishes }) =>
    publishes.map(({ $type }) => `| \`${$type}\` | ${name} | ${handlersOf($type, all).join(', ') || '–'} |`),
  )
  return ['| event | told by | handled by |', '|---|---|---|', ...rows].join('\n')
}
