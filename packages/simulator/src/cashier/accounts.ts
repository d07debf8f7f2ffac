import { readFileSync } from 'node:fs'

export type Account = { readonly openid: string; readonly nickname: string; readonly phone: string }

/** `users` of the demo accounts, as `npm start` has written them; none when there is no such file. */
export function readAccounts(file: string | undefined): readonly Account[] {
  if (file === undefined) return []
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const users: unknown = isRecord(parsed) ? parsed.users : undefined
  return Array.isArray(users) ? users.flatMap(toAccount) : []
}

function toAccount(user: unknown): Account[] {
  if (!isRecord(user)) return []
  const { openid, nickname, phone } = user
  if (typeof openid !== 'string' || typeof nickname !== 'string') return []
  return [{ openid, nickname, phone: typeof phone === 'string' ? phone : '' }]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
