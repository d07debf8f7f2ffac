import { describe, expect, it } from 'vitest'
import { maskName, maskPhone } from '../personal-data/masking.ts'
import { checkBirthday, checkNickname, eligibilityOf, userMachine } from './user.ts'

describe('userMachine', () => {
  it('reaches every state and leaves the deleted in peace', () => {
    expect(userMachine.table).toMatchInlineSnapshot(`
      {
        "ACTIVE": {
          "disable": "DISABLED",
          "leave": "LEAVING",
        },
        "DELETED": {},
        "DISABLED": {
          "enable": "ACTIVE",
        },
        "LEAVING": {
          "disable": "DISABLED",
          "erase": "DELETED",
          "stay": "ACTIVE",
        },
      }
    `)
    expect(() => userMachine.next('DELETED', 'enable')).toThrow(/ILLEGAL_TRANSITION/)
  })
})

describe('eligibilityOf', () => {
  const user = { status: 'ACTIVE', firstOrderCompletedAt: null } as const
  it('turns away strangers, the banned, the leaving, and the known where only new ones may', () => {
    expect(eligibilityOf(undefined, false)).toBe('NOT_FOUND')
    expect(eligibilityOf({ ...user, status: 'DELETED' }, false)).toBe('NOT_FOUND')
    expect(eligibilityOf({ ...user, status: 'DISABLED' }, false)).toBe('DISABLED')
    expect(eligibilityOf({ ...user, status: 'LEAVING' }, false)).toBe('LEAVING')
    expect(eligibilityOf({ ...user, firstOrderCompletedAt: new Date(0) }, true)).toBe('NOT_NEW')
    expect(eligibilityOf({ ...user, firstOrderCompletedAt: new Date(0) }, false)).toBeUndefined()
    expect(eligibilityOf(user, true)).toBeUndefined()
  })
})

describe('a profile', () => {
  it('has a visible name of at most twenty characters', () => {
    expect(checkNickname(' 👨‍👩‍👧'.replaceAll('\u200d', ''))).toBe('👨👩👧')
    expect(() => checkNickname('邻'.repeat(21))).toThrow(/NICKNAME_REFUSED/)
    expect(() => checkNickname('a\u202eb')).toThrow(/NICKNAME_REFUSED/)
  })

  it('has a possible birthday', () => {
    expect(() => checkBirthday('1900-01-01', '2026-11-22')).toThrow(/BIRTHDAY_REFUSED/)
    expect(checkBirthday('2026-11-22', '2026-11-22')).toBe('2026-11-22')
  })
})

describe('masking', () => {
  it('shows too little to call or find anybody', () => {
    expect(maskPhone('13812345678')).toBe('138****5678')
    expect(maskPhone('')).toBe('')
    expect(maskPhone('12345')).toBe('****45')
    expect(maskName('欧阳小曦')).toBe('欧***')
  })
})
