/** Transport-free kinds of refusal; one exhaustive row per kind in each transport's table. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'rule'
  | 'limited'
  | 'unavailable'
  | 'internal'

export type Lang = 'zh' | 'en'

export const HTTP_STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rule: 422,
  limited: 429,
  unavailable: 503,
  internal: 500,
}

/** gRPC status numbers (grpc.io, "Status codes and their use in gRPC"). */
export const GRPC_STATUS: Record<ErrorKind, number> = {
  invalid: 3,
  unauthenticated: 16,
  forbidden: 7,
  not_found: 5,
  conflict: 10,
  rule: 9,
  limited: 8,
  unavailable: 14,
  internal: 13,
}

/** `[business code, kind, Chinese, English]`. Messages may hold `{name}` placeholders filled from the details. */
export type ErrorDefinition = readonly [code: number, kind: ErrorKind, zh: string, en: string]

export type AppErrorOptions = { details?: Record<string, unknown>; cause?: unknown }

/** The only error a command may throw on purpose: a value with a code, translated once per door. */
export class AppError extends Error {
  readonly id: string
  readonly code: number
  readonly kind: ErrorKind
  readonly texts: Record<Lang, string>
  readonly details: Record<string, unknown>

  constructor(id: string, definition: ErrorDefinition, options: AppErrorOptions = {}) {
    const [code, kind, zh, en] = definition
    super(`${id}: ${en}`, { cause: options.cause })
    this.name = 'AppError'
    this.id = id
    this.code = code
    this.kind = kind
    this.texts = { zh, en }
    this.details = options.details ?? {}
  }

  /** The text for people, with `{placeholders}` filled from the details. */
  text(lang: Lang): string {
    return this.texts[lang].replace(/\{(\w+)\}/g, (whole, key: string) => String(this.details[key] ?? whole))
  }
}

export function isAppError(value: unknown): value is AppError {
  return value instanceof AppError
}

type Factories<T> = {
  readonly [K in keyof T]: ((details?: Record<string, unknown>, cause?: unknown) => AppError) & {
    readonly definition: ErrorDefinition
  }
}

/**
 * Turns a table of errors into factories: `throw OrderErrors.ORDER_NOT_FOUND({ orderId })`.
 * @throws Error at start when two rows share a code: a client could not tell them apart.
 */
export function defineErrors<const T extends Record<string, ErrorDefinition>>(table: T): Factories<T> {
  const codes = new Set<number>()
  const factories: Record<string, unknown> = {}
  for (const [id, definition] of Object.entries(table)) {
    if (codes.has(definition[0])) throw new Error(`error code ${definition[0]} is defined twice (${id})`)
    codes.add(definition[0])
    const make = (details?: Record<string, unknown>, cause?: unknown) =>
      new AppError(id, definition, { ...(details && { details }), cause })
    factories[id] = Object.assign(make, { definition })
  }
  return factories as Factories<T>
}
