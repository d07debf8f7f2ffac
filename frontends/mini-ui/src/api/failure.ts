import type { Failure } from '../patterns/states'

/** What to show for anything that was thrown. */
export function toFailure(error: unknown): Failure {
  return { kind: 'down', message: String(error) }
}
