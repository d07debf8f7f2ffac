import { CommonErrors, newId } from '@linli/core'
import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { dropBanner, findBanner, insertBanner, saveBanner } from './banner.store.ts'
import type { Banner } from './banner.ts'

type By = { readonly adminId: string }

/** @throws SCHEDULE_INVALID */
export async function createBanner(
  work: Work,
  content: Omit<Banner, 'id' | 'version'>,
  { adminId }: By,
): Promise<Banner> {
  assertSchedule(content)
  const banner = { ...content, id: newId(work.now), version: 1 }
  await insertBanner(work, { banner, adminId })
  return banner
}

/** @throws BANNER_NOT_FOUND, VERSION_CONFLICT, SCHEDULE_INVALID */
export async function editBanner(work: Work, banner: Banner, { adminId }: By): Promise<Banner> {
  assertSchedule(banner)
  const before = await findBanner(work.db, banner.id)
  if (!before) throw ActivityErrors.BANNER_NOT_FOUND({ bannerId: banner.id })
  if (!(await saveBanner(work, { banner, adminId })))
    throw CommonErrors.VERSION_CONFLICT({ current: before.version })
  return { ...banner, version: banner.version + 1 }
}

/** @throws BANNER_NOT_FOUND */
export async function deleteBanner(work: Work, id: string): Promise<void> {
  if (!(await dropBanner(work, id))) throw ActivityErrors.BANNER_NOT_FOUND({ bannerId: id })
}

function assertSchedule({ startsAt, endsAt }: Pick<Banner, 'startsAt' | 'endsAt'>): void {
  if (startsAt && endsAt && endsAt <= startsAt) throw ActivityErrors.SCHEDULE_INVALID()
}
