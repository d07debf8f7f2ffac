/**
 * The names of a type's fields as one text, which changes whenever the type does: the compiler wants all of them. For
 * what one version keeps or signs and another may read while both run.
 */
export const shapeOf = <T extends object>(fields: Readonly<Record<keyof T, true>>): string =>
  Object.keys(fields).sort().join(' ')
