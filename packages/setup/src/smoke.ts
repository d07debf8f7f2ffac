type Expectation = { readonly path: string; readonly status: number; readonly code: number }

/** A public read is answered, a closed one refused, a path that is nobody's is nobody's: each in our envelope. */
const EXPECTED: readonly Expectation[] = [
  { path: '/api/v1/categories', status: 200, code: 200 },
  { path: '/api/v1/orders', status: 401, code: 401 },
  { path: '/api/v1/nowhere', status: 404, code: 404 },
]

/** Asks the gateway. @returns what is wrong; empty is good */
export async function smoke(gateway: string): Promise<string[]> {
  const findings = await Promise.all(
    EXPECTED.map(async ({ path, status, code }) => {
      const answer = await fetch(`${gateway}${path}`)
      const body: unknown = await answer.json()
      const told = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined
      return answer.status === status && told === code
        ? []
        : [`${path}: HTTP ${answer.status}, code ${String(told)}; expected HTTP ${status}, code ${code}`]
    }),
  )
  return findings.flat()
}
