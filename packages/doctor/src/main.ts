// `npm run doctor`: examines a running installation. Exits with 1 when anything needs attention, 2 when it cannot look.
import { CHECK_COUNT, examine } from './doctor.ts'
import { findInstallation } from './installation.ts'

try {
  const findings = await examine(findInstallation(process.env))
  for (const { check, problem, advice } of findings) console.error(`✗ ${check}: ${problem}\n    → ${advice}`)
  if (findings.length === 0) console.log(`doctor: ${CHECK_COUNT} checks, all well`)
  process.exit(findings.length === 0 ? 0 : 1)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(2)
}
