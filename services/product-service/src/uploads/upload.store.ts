import type { ReadOnly } from '@linli/events'
import type { Work } from '../deps.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'
import type { Upload } from './upload.ts'

export type NewUpload = Omit<Upload, 'status'> & {
  readonly merchantId: string | null
  readonly actorId: string
}

export async function insertUpload(work: Work, upload: NewUpload): Promise<void> {
  await work.db.upload.create({ data: { ...upload, status: 'PENDING', createdAt: work.now } })
}

/** @param merchantId null: the platform's own uploads. */
export async function findUploads(
  db: Pick<ReadOnly<PrismaClient>, 'upload'>,
  keys: readonly string[],
  merchantId: string | null,
): Promise<Upload[]> {
  const rows = await db.upload.findMany({ where: { objectKey: { in: [...keys] }, merchantId } })
  return rows.map((row) => ({ ...row, status: row.status as Upload['status'] }))
}

export async function saveOutcome(work: Work, id: string, refusal: string | undefined): Promise<void> {
  const outcome =
    refusal === undefined ? { status: 'VERIFIED', verifiedAt: work.now } : { status: 'REFUSED', refusal }
  await work.db.upload.updateMany({ where: { id, status: 'PENDING' }, data: outcome })
}
