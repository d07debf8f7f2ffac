import type { Operations } from './gen/operations.ts'

export type OperationName = keyof Operations

type Parameters<Name extends OperationName, Where extends 'path' | 'query'> = Operations[Name] extends {
  readonly parameters: { readonly [W in Where]: infer Found }
}
  ? Found
  : Operations[Name] extends { readonly parameters: { readonly [W in Where]?: infer Found } }
    ? Found
    : undefined

/** What an operation takes as JSON. */
export type Body<Name extends OperationName> = Operations[Name] extends {
  readonly requestBody: { readonly content: { readonly 'application/json': infer Found } }
}
  ? Found
  : undefined

type Answers<Name extends OperationName> = Operations[Name] extends { readonly responses: infer Found }
  ? Found
  : never

type Json<Answer> = Answer extends { readonly content: { readonly 'application/json': infer Found } }
  ? Found
  : never

/** `data` of the envelope of a successful answer. */
export type Data<Name extends OperationName> =
  Json<Answers<Name>[keyof Answers<Name> & (200 | 201)]> extends { readonly data: infer Found }
    ? Found
    : never

// A part is asked for only when the operation has it, and may be left out when nothing in it is required.
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [N in Name]?: never }
  : Record<never, never> extends Value
    ? { readonly [N in Name]?: Value | undefined }
    : undefined extends Value
      ? { readonly [N in Name]?: Value | undefined }
      : { readonly [N in Name]: Value }

/** Arguments of one operation. */
export type Args<Name extends OperationName> = Part<'path', Parameters<Name, 'path'>> &
  Part<'query', Parameters<Name, 'query'>> &
  Part<'body', Body<Name>> & {
    /** Idempotency-Key: one per intent of a person, kept until it has succeeded. */
    readonly key?: string
  }
