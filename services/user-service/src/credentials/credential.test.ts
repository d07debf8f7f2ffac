import { describe, expect, it } from 'vitest'
import { checkPassword, judgeTries, normalizeLogin, type Tries } from './credential.ts'

const at = new Date('2026-11-22T08:00:00Z')
const tries = (failed: number, pending = 0): Tries => ({
  failed,
  pending,
  oldestFailedAt: failed > 0 ? at : null,
})
const judge = (account: Tries, ip = tries(0), maxPerIp = 5) => judgeTries(account, ip, { at, maxPerIp })

describe('judgeTries', () => {
  it('lets the first three go without, the next two with a captcha, and locks then', () => {
    expect([0, 1, 2, 3, 4].map((failed) => judge(tries(failed)))).toEqual(
      [false, false, false, true, true].map((needsCaptcha) => ({ verdict: 'go', needsCaptcha })),
    )
    expect(judge(tries(5))).toEqual({ verdict: 'locked', retryAfter: 900 })
  })

  it('counts tries under way as failures until they are known', () => {
    expect(judge(tries(2, 3))).toEqual({ verdict: 'wait', retryAfter: 1 })
    expect(judge(tries(2, 2))).toMatchObject({ verdict: 'go' })
  })

  it('counts the address by its own limit', () => {
    expect(judge(tries(0), tries(5))).toMatchObject({ verdict: 'locked' })
    expect(judge(tries(0), tries(5), 20)).toEqual({ verdict: 'go', needsCaptcha: false })
    expect(judge(tries(0), tries(18), 20)).toEqual({ verdict: 'go', needsCaptcha: true })
  })
})

describe('checkPassword', () => {
  it.each(['Short1a', 'onlyletters', '1234567890', 'my-clerk-2026x', `a1${'x'.repeat(71)}`])(
    'refuses %s',
    (password) => {
      expect(() => checkPassword(password, 'clerk')).toThrow(/PASSWORD_WEAK/)
    },
  )

  it('takes a long one with letters and digits, in any script', () => {
    expect(() => checkPassword('Correct-Horse-1', 'clerk')).not.toThrow()
    expect(() => checkPassword('今天的天气真的很好1号', 'clerk')).not.toThrow()
  })
})

describe('normalizeLogin', () => {
  it('ignores case, outer spaces and full-width forms', () => {
    expect(normalizeLogin(' Ｃlerk ')).toBe('clerk')
  })
})
