import type { Json } from '../pay/rules.ts'

export class ControlError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export const badInput = (message: string): ControlError => new ControlError(400, message)

/** Throws a 400 when the field is missing. */
export function text(body: Json, name: string): string {
  const value = optional(body, name)
  if (value === undefined) throw badInput(`${name} is missing`)
  return value
}

export function optional(body: Json, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || value === '') throw badInput(`${name} must be a string`)
  return value
}

export function optionalNumber(body: Json, name: string): number | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badInput(`${name} must be a number`)
  return value
}

export function whole(body: Json, name: string, otherwise: number): number {
  const value = optionalNumber(body, name) ?? otherwise
  if (!Number.isSafeInteger(value) || value < 1) throw badInput(`${name} must be a whole number of 1 or more`)
  return value
}
