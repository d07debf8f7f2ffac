import { ApiError, type ErrorKind } from '@linli/api-client'
import { translate } from '../i18n/index.ts'

export type Failure = {
  readonly kind: ErrorKind
  readonly message: string
  /** Names the request in the logs. */
  readonly traceId: string | undefined
}

/** What a form finds out by itself, in the reader's language. */
export class FormProblem extends Error {
  override readonly name = 'FormProblem'
}

/** What to show for anything that was thrown: never a stack, always something to do. */
export function toFailure(error: unknown): Failure {
  if (error instanceof FormProblem) return { kind: 'invalid', message: error.message, traceId: undefined }
  if (!(error instanceof ApiError)) {
    console.error(error) // a mistake of ours: the journeys fail on it
    return { kind: 'refused', message: translate('error.unexpected'), traceId: undefined }
  }
  const { kind, traceId, message } = error
  if (kind === 'offline') return { kind, message: translate('error.offline'), traceId }
  if (kind === 'busy') return { kind, message: translate('error.busy'), traceId }
  if (kind === 'down') return { kind, message: translate('error.down'), traceId }
  return { kind, message, traceId }
}

const RULES: readonly (readonly [RegExp, string])[] = [
  [/^must be (?:>=|greater than or equal to) (.+)$/, 'min'],
  [/^must be (?:<=|less than or equal to) (.+)$/, 'max'],
  [/^must NOT have fewer than (\d+) characters$/, 'minLength'],
  [/^must NOT have more than (\d+) characters$/, 'maxLength'],
  [/^must NOT have fewer than (\d+) items$/, 'minItems'],
  [/^must NOT have more than (\d+) items$/, 'maxItems'],
  [/^must match (?:pattern|format)/, 'format'],
  [/^must (?:be|have) (?:integer|number|string|boolean|object|array)/, 'type'],
  [/^must have required propert/, 'required'],
]

/** The API checks by schema and says so in English; people read their own language. */
function fieldText(message: string): string {
  const [found] = RULES.flatMap(([rule, key]) => {
    const match = rule.exec(message)
    return match ? [translate(`field.${key}`, { n: match[1] ?? '' })] : []
  })
  return found ?? message
}

/** Messages by field of a refused form; empty when the refusal is about something else. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError) || error.kind !== 'invalid') return {}
  return Object.fromEntries(Object.entries(error.fields).map(([path, text]) => [path, fieldText(text)]))
}
