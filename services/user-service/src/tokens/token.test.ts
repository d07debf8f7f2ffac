import { describe, expect, it } from 'vitest'
import {
  claimsOf,
  hashOf,
  judgeRefresh,
  newRefreshToken,
  openSuccessor,
  type Presented,
  sealSuccessor,
} from './token.ts'

const at = new Date('2026-11-22T08:00:00Z')
const later = (ms: number) => new Date(at.getTime() + ms)
const fresh: Presented = {
  expiresAt: later(1000),
  usedAt: null,
  revokedAt: null,
  successorUsed: false,
  successorSealed: null,
}
const used: Presented = { ...fresh, expiresAt: later(60_000), usedAt: at, successorSealed: 'sealed' }

describe('judgeRefresh', () => {
  it('rotates an unused token', () => expect(judgeRefresh(fresh, at)).toBe('rotate'))
  it('repeats within ten seconds', () => expect(judgeRefresh(used, later(10_000))).toBe('repeat'))
  it('sees reuse after ten seconds', () => expect(judgeRefresh(used, later(10_001))).toBe('reuse'))
  it('sees reuse once the successor was used', () =>
    expect(judgeRefresh({ ...used, successorUsed: true }, later(1))).toBe('reuse'))
  it('refuses what is over', () => {
    expect(judgeRefresh(fresh, later(1000))).toBe('refuse')
    expect(judgeRefresh({ ...used, revokedAt: at }, later(60))).toBe('refuse')
  })
})

describe('a refresh token', () => {
  it('has 256 bits and a hash that is not itself', () => {
    const token = newRefreshToken()
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(hashOf(token)).not.toBe(token)
    expect(hashOf(token)).toBe(hashOf(token))
  })

  it('alone opens its sealed successor', () => {
    const [token, successor, other] = [newRefreshToken(), newRefreshToken(), newRefreshToken()]
    const sealed = sealSuccessor(token, successor)
    expect(openSuccessor(token, sealed)).toBe(successor)
    expect(() => openSuccessor(other, sealed)).toThrow()
    expect(() => openSuccessor(hashOf(token), sealed)).toThrow()
  })
})

describe('claimsOf', () => {
  it('carries powers only where there are any', () => {
    const token = { id: 'jti', issuedAt: at, accessSeconds: 60 }
    const base = {
      iss: 'linli',
      sub: 's',
      jti: 'jti',
      iat: at.getTime() / 1000,
      exp: at.getTime() / 1000 + 60,
      tv: 3,
    }
    expect(claimsOf({ audience: 'user', subjectId: 's', version: 3 }, token)).toEqual({
      ...base,
      aud: 'user',
    })
    const staff = {
      audience: 'merchant',
      subjectId: 's',
      version: 3,
      merchantId: 'm',
      roles: ['OWNER'],
      permissions: ['order:read'],
    } as const
    expect(claimsOf(staff, token)).toEqual({
      ...base,
      aud: 'merchant',
      mid: 'm',
      roles: ['OWNER'],
      perms: ['order:read'],
    })
  })
})
