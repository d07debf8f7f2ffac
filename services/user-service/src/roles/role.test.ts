import { permissions as demoPermissions, roles as demoRoles } from '@linli/demo'
import { describe, expect, it } from 'vitest'
import { permissions, permissionsOf } from './permission.ts'
import { checkMayGive, checkRole, powersOf } from './role.ts'

describe('the permission table', () => {
  it('is the one the demo data is written with', () => {
    const codes = (table: readonly { code: string; audiences: readonly string[] }[]) =>
      table.map(({ code, audiences }) => `${code} ${audiences.join()}`).toSorted()
    expect(codes(permissions)).toEqual(codes(demoPermissions))
  })

  it('names every code once', () => {
    expect(new Set(permissions.map(({ code }) => code)).size).toBe(permissions.length)
  })

  it.each(demoRoles.map((role) => [role.code, role] as const))(
    'knows all permissions of demo role %s',
    (_, role) => {
      expect(() => checkRole(role)).not.toThrow()
    },
  )
})

describe('powersOf', () => {
  const role = (code: string, permissions: string[], scope: 'ALL' | 'MERCHANT' | 'PICKUP_POINT') => ({
    code,
    permissions,
    scope,
  })

  it('is the union of the roles, at the widest scope', () => {
    const roles = [
      role('B', ['order:read', 'pickup:verify'], 'PICKUP_POINT'),
      role('A', ['order:read'], 'MERCHANT'),
    ]
    expect(powersOf('merchant', roles)).toEqual({
      roles: ['A', 'B'],
      permissions: ['order:read', 'pickup:verify'],
      scope: 'MERCHANT',
    })
  })

  it('denies what nobody knows and what belongs to the other audience', () => {
    expect(
      powersOf('merchant', [role('A', ['order:teleport', 'admin:write'], 'MERCHANT')]).permissions,
    ).toEqual([])
    expect(powersOf('admin', []).permissions).toEqual([])
  })

  it('gives a super administrator everything, and an owner only what the role lists', () => {
    expect(powersOf('admin', [role('SUPER_ADMIN', [], 'ALL')]).permissions).toEqual(
      permissionsOf('admin').toSorted(),
    )
    expect(powersOf('merchant', [role('SUPER_ADMIN', [], 'MERCHANT')]).permissions).toEqual([])
  })
})

describe('checkRole and checkMayGive', () => {
  it('keep shops inside their shop', () => {
    expect(() => checkRole({ audience: 'merchant', scope: 'ALL', permissions: [] })).toThrow(/ROLE_SCOPE/)
  })

  it('let nobody give what they do not hold', () => {
    expect(() => checkMayGive(new Set(['a']), ['a', 'b'])).toThrow(/PERMISSION_NOT_HELD/)
    expect(() => checkMayGive(new Set(['a', 'b']), ['a'])).not.toThrow()
  })
})
