/** The smallest id made at `at` or later: ids carry their instant (UUIDv7), so age needs no index of its own. */
export function firstIdAt(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`
}
