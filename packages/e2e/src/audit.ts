// `npm run audit`: proves that stock, coupons, points and money are conserved. Exits with 1 when anything is not.
import { readAddresses } from '@linli/dev'
import { audit } from './audit/audit.ts'

const url = process.env.DATABASE_URL ?? readAddresses()?.postgres
if (!url) {
  console.error('Linli is not running here: start it (npm start -- --detach) or set DATABASE_URL.')
  process.exit(2)
}

const findings = await audit(url)
for (const { invariant, violations } of findings) {
  if (violations.length === 0) continue
  console.error(`✗ ${invariant.id}: ${invariant.says}`)
  for (const violation of violations) console.error(`    ${JSON.stringify(violation)}`)
}
const broken = findings.filter(({ violations }) => violations.length > 0)
console.log(
  broken.length === 0
    ? `audit: ${findings.length} invariants hold`
    : `audit: ${broken.length} of ${findings.length} invariants are broken`,
)
process.exit(broken.length === 0 ? 0 : 1)
