import type { ReadOnly } from '@linli/events'
import type { Work } from '../deps.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'
import type { Owner, Upload } from './upload.ts'

export type NewUpload = Omit<Upload, 'status'> & Owner & { readonly actorId: string }

export async function insertUpload(work: Work, upload: NewUpload): Promise<void> {
  await work.db.upload.create({ data: { ...upload, status: 'PENDING', createdAt: work.now } })
}

/** Of these keys what this owner has announced. */
export async function findUploads(
  db: Pick<ReadOnly<PrismaClient>, 'upload'>,
  keys: readonly string[],
  owner: Owner,
): Promise<Upload[]> {
  const rows = await db.upload.findMany({ where: { objectKey: { in: [...keys] }, ...owner } })
  return rows.map((row) => ({ ...row, status: row.status as Upload['status'] }))
}

export async function saveOutcome(work: Work, id: string, refusal: string | undefined): Promise<void> {
  const outcome =
    refusal === undefined ? { status: 'VERIFIED', verifiedAt: work.now } : { status: 'REFUSED', refusal }
  await work.db.upload.updateMany({ where: { id, status: 'PENDING' }, data: outcome })
}
