import { env } from 'node:process'

/** @throws Error that names the variable when it is missing or empty */
export function required(name: string): string {
  const value = env[name]
  if (!value) throw new Error(`${name} is missing`)
  return value
}
