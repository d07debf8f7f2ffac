/** The limiter's name for the caller, set from the verified token. */
export const SUBJECT_HEADER = 'X-Linli-Subject'

// The list of gateway/plugins/linli-envelope/identity.lua; a test compares the two.
export const IDENTITY_PREFIXES = [
  'x-consumer-',
  'x-credential-',
  'x-authenticated-',
  'x-anonymous-',
  'x-user-',
  'x-linli-',
]
export const IDENTITY_NAMES = [
  'x-user',
  'x-role',
  'x-roles',
  'x-merchant-id',
  'x-forwarded-user',
  'x-remote-user',
  'remote-user',
]

/** Does this request header claim who the caller is? `_` counts as `-`: some servers fold the two together. */
export function claimsIdentity(header: string): boolean {
  const name = header.toLowerCase().replaceAll('_', '-')
  return IDENTITY_NAMES.includes(name) || IDENTITY_PREFIXES.some((prefix) => name.startsWith(prefix))
}
