import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

const TIMEOUT_MS = 3_000

export async function checkReadiness({ services }: Patient): Promise<Finding[]> {
  const findings = await Promise.all(Object.entries(services).map(([name, origin]) => lookAt(name, origin)))
  return findings.flat()
}

async function lookAt(name: string, origin: string): Promise<Finding[]> {
  try {
    const response = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (response.ok) return []
    return [finding(`${name} is not ready: ${await response.text()}`)]
  } catch (error) {
    const { message, cause } = error as Error
    return [finding(`${name} does not answer: ${cause instanceof Error ? cause.message : message}`)]
  }
}

const finding = (problem: string): Finding => ({
  check: 'readiness',
  problem,
  advice: 'read its log; /readyz says which of database, migrations and nats it lacks',
})
