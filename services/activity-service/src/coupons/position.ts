import { CommonErrors, isId } from '@linli/core'

/** The id a page goes on after. @throws BAD_CURSOR when the cursor's value is no id */
export function positionOf([id]: readonly (string | number)[]): string | undefined {
  if (id === undefined) return undefined
  if (typeof id !== 'string' || !isId(id)) throw CommonErrors.BAD_CURSOR()
  return id
}
