// `npm run restore-drill`: loses the database and the broker of a platform of its own, restores from a base backup and
// archived WAL, and proves that nothing is missing. Exits with 1 when anything is.
import { spawnSync } from 'node:child_process'
import { crash, hold, release, startTestPlatform } from '@linli/dev'
import { audit } from './audit/audit.ts'
import { notReady } from './readiness.ts'
import {
  archiveWal,
  destroy,
  restore,
  takeBaseBackup,
  untilArchived,
  untilWritable,
} from './restore/postgres.ts'
import { until } from './restore/until.ts'
import { openShop } from './shop.ts'

const BEFORE = 12
const AFTER = 12
const PATIENCE_MS = 90_000

const platform = await startTestPlatform()
const { addresses } = platform
const shop = openShop(addresses)
const began = performance.now()
const say = (text: string) =>
  console.log(`[${((performance.now() - began) / 1_000).toFixed(1).padStart(6)}s] ${text}`)

try {
  await drill()
  say('restore drill: nothing is missing')
} catch (error) {
  console.error(`restore drill failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  await platform.stop()
}
process.exit()

async function drill(): Promise<void> {
  await archiveWal(addresses.postgres)
  await hold('postgres') // archive_mode is read at the start
  release('postgres')
  await untilWritable(addresses.postgres, PATIENCE_MS)
  await allReady()
  const before = await paidOrders(BEFORE)
  const backup = await takeBaseBackup(addresses.postgres)
  say(`base backup taken: ${backup.megabytes} MB`)
  const after = await paidOrders(AFTER)
  await untilArchived(addresses.postgres, PATIENCE_MS)
  say(`${before.length} orders paid before the backup, ${after.length} after it`)

  await hold('postgres')
  destroy(backup)
  crash('nats', { wipe: true })
  say('PostgreSQL and the store of NATS are destroyed')

  const lost = performance.now()
  restore(backup)
  release('postgres')
  await untilWritable(addresses.postgres, PATIENCE_MS)
  await allReady()
  say(`restored and ready ${((performance.now() - lost) / 1_000).toFixed(1)} s after the loss`)

  const auditFinds = async () => {
    const broken = (await audit(addresses.postgres)).filter(({ violations }) => violations.length > 0)
    return broken.length === 0 ? undefined : broken.map(({ invariant }) => invariant.id).join(', ')
  }
  await until('the audit is clean', auditFinds, PATIENCE_MS)
  const buyer = await shop.logIn(shop.accounts.users[0].openid)
  for (const id of [...before, ...after]) {
    const { orderNo, paymentStatus } = await shop.order(buyer, id)
    if (paymentStatus !== 'PAID') throw new Error(`order ${orderNo} is ${paymentStatus}`)
  }
  say(`${before.length + after.length} of ${before.length + after.length} paid orders are there`)
  const journey = spawnSync(process.execPath, [`${import.meta.dirname}/journey.ts`], { stdio: 'inherit' })
  if (journey.status !== 0) throw new Error('the journey does not run on what was restored')
}

async function paidOrders(count: number): Promise<string[]> {
  const buyer = await shop.logIn(shop.accounts.users[0].openid)
  const [sku] = await shop.firstSkus(1)
  if (!sku) throw new Error('nothing is on sale')
  const ids: string[] = []
  for (let n = 0; n < count; n += 1) {
    const settlement = await shop.settle(buyer, { items: [{ skuId: sku.skuId, qty: 1 }], couponId: null })
    const { id } = await shop.place(buyer, settlement)
    await shop.waitForStatus(buyer, id, { statuses: ['PENDING_PAYMENT'] })
    await shop.pay(buyer, id)
    await shop.waitForStatus(buyer, id, { statuses: ['PREPARING'] })
    ids.push(id)
  }
  return ids
}

function allReady(): Promise<void> {
  const waiting = async () => (await notReady(addresses.services)).join(', ') || undefined
  return until('every service is ready', waiting, PATIENCE_MS)
}
