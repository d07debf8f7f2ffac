/** Makes a `switch` exhaustive: does not compile when a case is missing, throws when a value slips past the types. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
