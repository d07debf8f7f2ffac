import { ApiError } from '@linli/api-client'
import { ui } from '../i18n/words'
import type { Failure } from '../patterns/states'

/** What to show for anything that was thrown: never a stack, always something to do. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof ApiError)) return { kind: 'refused', message: ui.translate('errorTitle') }
  const { traceId, message } = error
  if (error.kind === 'offline') return { kind: 'offline', message: ui.translate('errorOffline'), traceId }
  if (error.kind === 'busy') return { kind: 'busy', message: ui.translate('errorBusy'), traceId }
  if (error.kind === 'down') return { kind: 'down', message: ui.translate('errorDown'), traceId }
  return { kind: 'refused', message, traceId }
}

/** Business code of a refusal, 0 for everything else. */
export const errorCode = (error: unknown): number => (error instanceof ApiError ? error.code : 0)

/** Messages by field of a form; empty when the refusal is about something else. */
export const fieldErrors = (error: unknown): Readonly<Record<string, string>> =>
  error instanceof ApiError ? error.fields : {}

const HEX = 16
const KEY_DIGITS = 32

/** A new idempotency key: one per intent. Mini-programs have no crypto; it has to be unlike others, not secret. */
export const newKey = (): string =>
  `${Date.now().toString(HEX)}-${Array.from({ length: KEY_DIGITS }, () => Math.floor(Math.random() * HEX).toString(HEX)).join('')}`
