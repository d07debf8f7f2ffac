import {
  AppError,
  CommonErrors,
  type ErrorDefinition,
  type ErrorKind,
  GRPC_STATUS,
  isAppError,
} from '@linli/core'
import { type ClientError, type Metadata, ServerError } from 'nice-grpc-common'

/** The whole error travels in one binary metadata entry: a status alone could not be mapped back. */
const KEY = 'linli-error-bin'

/** Peers refuse headers of 8 KB and more, in base64; an error without its details is still the error. */
const LIMIT_BYTES = 4_096

type Wire = {
  id: string
  code: number
  kind: ErrorKind
  zh: string
  en: string
  details: Record<string, unknown>
}

/** @param trailer response metadata the error is written into. */
export function toServerError(error: unknown, trailer: Metadata): ServerError {
  const known = isAppError(error) ? error : CommonErrors.INTERNAL(undefined, error)
  const { id, code, kind, texts, details } = known
  const wire: Wire = { id, code, kind, zh: texts.zh, en: texts.en, details }
  const whole = new TextEncoder().encode(JSON.stringify(wire))
  const fits = whole.length <= LIMIT_BYTES
  trailer.set(KEY, fits ? whole : new TextEncoder().encode(JSON.stringify({ ...wire, details: {} })))
  return new ServerError(GRPC_STATUS[kind], known.message)
}

/** @returns the same AppError the server threw, or undefined when the failure came from below (network, deadline). */
export function fromClientError(error: ClientError, trailer: Metadata | undefined): AppError | undefined {
  const bytes = trailer?.get(KEY)
  if (!bytes) return undefined
  const wire = JSON.parse(new TextDecoder().decode(bytes)) as Wire
  const definition: ErrorDefinition = [wire.code, wire.kind, wire.zh, wire.en]
  return new AppError(wire.id, definition, { details: wire.details, cause: error })
}
