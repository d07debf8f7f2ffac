import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { buildSerializer } from './serialization.ts'

const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const serialize = (schema: Type.TSchema, value: unknown): unknown =>
  JSON.parse(buildSerializer({}, {})({ method: 'GET', url: '/', httpStatus: '200', schema })(value))

describe('an answer', () => {
  const Line = Type.Object({ name: Type.String(), cutAt: orNull(Type.String({ format: 'date-time' })) })
  const View = Type.Object({
    remark: orNull(Type.String()),
    amountFen: orNull(Type.Integer()),
    status: orNull(Type.Enum(['OPEN', 'SHUT'])),
    place: orNull(Line),
    lines: Type.Array(orNull(Line)),
    tags: orNull(Type.Array(Type.String())),
    either: Type.Union([Type.Null(), Type.Object({ a: Type.String() }), Type.Object({ b: Type.Integer() })]),
    absent: Type.Optional(orNull(Type.String())),
  })

  it('says null where there is nothing, without what was not asked for', () => {
    const nothing = {
      remark: null,
      amountFen: null,
      status: null,
      place: null,
      lines: [null],
      tags: null,
      either: null,
    }
    expect(serialize(View, { ...nothing, secret: 1 })).toEqual(nothing)
  })

  it('says what there is as it does of fields that are never null', () => {
    const cutAt = new Date('2026-11-22T02:00:00Z')
    const line = { name: '红根菠菜', cutAt }
    const full = {
      remark: '"放门口"\n',
      amountFen: 0,
      status: 'SHUT',
      place: line,
      lines: [{ name: '', cutAt: null }, null],
      tags: [],
      either: { b: 2 },
      absent: 'here',
    }
    const place = { ...line, cutAt: cutAt.toISOString() }
    expect(serialize(View, { ...full, place: { ...line, secret: 1 } })).toEqual({ ...full, place })
  })

  it('is refused when a field that it must have is missing, of a part that may be null too', () => {
    expect(() => serialize(orNull(Line), { cutAt: null })).toThrow('"name" is required')
  })

  it('is judged no more than other fields are: the compiler has done that', () => {
    expect(serialize(Type.Object({ remark: orNull(Type.String()) }), { remark: 5 })).toEqual({ remark: '5' })
  })

  it('leaves choices between two things as they are', () => {
    expect(() => serialize(Type.Object({ either: View.properties.either }), { either: { c: 1 } })).toThrow(
      'does not match',
    )
  })
})
