import type { Row } from '../../api/index.ts'

type Permission = Row<'listPermissions'>
type Role = Row<'listRoles'>

/** A role that is edited, or one that is begun, like another or from nothing. */
export type RoleDraft = {
  readonly role: Role | undefined
  readonly like?: Role
  readonly audience: Role['audience']
}
export type PermissionGroup = { readonly name: string; readonly permissions: readonly Permission[] }

/** What may be given to an audience, by the noun in front of the colon. */
export function groupsOf(
  all: readonly Permission[],
  audience: Permission['audiences'][number],
): PermissionGroup[] {
  const mine = all.filter(({ audiences }) => audiences.includes(audience))
  const groups = Map.groupBy(mine, ({ code }) => code.split(':', 1)[0] ?? code)
  return [...groups].map(([name, permissions]) => ({ name, permissions }))
}

/** What a change gives and takes. */
export function diffOf(before: readonly string[], after: readonly string[]) {
  return {
    added: after.filter((code) => !before.includes(code)),
    taken: before.filter((code) => !after.includes(code)),
  }
}
