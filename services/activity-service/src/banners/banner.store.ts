import type { ReadOnly } from '@linli/events'
import type { Work } from '../deps.ts'
import type { PrismaClient, Banner as Row } from '../generated/prisma/client.ts'
import type { Banner } from './banner.ts'

type Db = Pick<ReadOnly<PrismaClient>, 'banner'>

// The constraints of the table hold the words of `position` and `caption`.
const toBanner = ({ updatedBy: _by, createdAt: _made, updatedAt: _at, ...row }: Row): Banner => ({
  ...row,
  position: row.position as Banner['position'],
  caption: row.caption as Banner['caption'],
})

const ORDER = [{ position: 'asc' }, { sort: 'asc' }, { id: 'asc' }] as const

/** Every banner that is on, whatever its schedule. */
export async function listEnabledBanners(db: Db): Promise<Banner[]> {
  const rows = await db.banner.findMany({ where: { enabled: true }, orderBy: [...ORDER] })
  return rows.map(toBanner)
}

type Page = { readonly position?: string | undefined; readonly page: number; readonly pageSize: number }

export async function pageBanners(
  db: Db,
  { position, page, pageSize }: Page,
): Promise<{ banners: Banner[]; total: number }> {
  const where = position === undefined ? {} : { position }
  const [rows, total] = await Promise.all([
    db.banner.findMany({ where, orderBy: [...ORDER], skip: (page - 1) * pageSize, take: pageSize }),
    db.banner.count({ where }),
  ])
  return { banners: rows.map(toBanner), total }
}

export async function findBanner(db: Db, id: string): Promise<Banner | undefined> {
  const row = await db.banner.findUnique({ where: { id } })
  return row ? toBanner(row) : undefined
}

type Written = { readonly banner: Banner; readonly adminId: string }

export async function insertBanner(work: Work, { banner, adminId }: Written): Promise<void> {
  const { communityIds, ...rest } = banner
  await work.db.banner.create({
    data: {
      ...rest,
      communityIds: [...communityIds],
      updatedBy: adminId,
      createdAt: work.now,
      updatedAt: work.now,
    },
  })
}

/** @returns false when there is none with this id and version. */
export async function saveBanner(work: Work, { banner, adminId }: Written): Promise<boolean> {
  const { id, version, communityIds, ...content } = banner
  const { count } = await work.db.banner.updateMany({
    where: { id, version },
    data: {
      ...content,
      communityIds: [...communityIds],
      version: version + 1,
      updatedBy: adminId,
      updatedAt: work.now,
    },
  })
  return count === 1
}

/** @returns false when there was none. */
export async function dropBanner(work: Work, id: string): Promise<boolean> {
  const { count } = await work.db.banner.deleteMany({ where: { id } })
  return count > 0
}
