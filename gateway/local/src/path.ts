const NEEDS_WORK = /%|\/\/|\/\./
// nginx answers 400 to these before Kong sees them.
const MALFORMED = /%(?![0-9A-Fa-f]{2})|%00/
const UNRESERVED = /^[A-Za-z0-9\-._~]$/

/**
 * A request path as Kong's router sees it and as the service receives it: unreserved escapes decoded, other escapes in
 * upper case, slashes merged, dot segments gone (RFC 3986 §6.2.2). `%2F` stays escaped: it is not a segment border.
 * Nothing for a path that is none: a broken escape, or `..` beyond the root.
 */
export function normalisePath(path: string): string | undefined {
  if (!path.startsWith('/')) return undefined
  if (!NEEDS_WORK.test(path)) return path
  if (MALFORMED.test(path)) return undefined
  const decoded = path.replace(/%([0-9A-Fa-f]{2})/g, (escaped, hex: string) => {
    const char = String.fromCharCode(Number.parseInt(hex, 16))
    return UNRESERVED.test(char) ? char : escaped.toUpperCase()
  })
  const segments: string[] = []
  const given = decoded.split('/').slice(1)
  for (const [index, segment] of given.entries()) {
    const last = index === given.length - 1
    if (segment === '..' && segments.pop() === undefined) return undefined
    if (segment === '.' || segment === '..' || segment === '') {
      if (last) segments.push('')
      continue
    }
    segments.push(segment)
  }
  return `/${segments.join('/')}`
}
