import type pg from 'pg'
import { bannerObjectKey } from '../banner-picture.ts'
import { admins } from '../data/admins.ts'
import { type Banner, banners, popup } from '../data/banners.ts'

const AT = '2026-01-01T00:00:00Z'

/** Banners and the popup. @param picturesUrl where people read the bucket of the pictures */
export async function loadShopWindow(client: pg.Client, picturesUrl: string): Promise<void> {
  for (const banner of banners) await loadBanner(client, banner, `${picturesUrl}/${bannerObjectKey(banner)}`)
  const { id, name, title, body, couponTemplateId, audience } = popup
  await client.query(
    `insert into popups (id, name, title, body, image_url, link, coupon_template_id, pages, audience, community_ids,
       priority, weight, frequency, status, version, updated_by, created_at, updated_at)
     values ($1, $2, $3, $4, '', '', $5, '{home}', $6, '{}', 0, 1, 'ONCE', 'PAUSED', 1, $7, $8, $8)
     on conflict do nothing`,
    [id, name, title, body, couponTemplateId, audience, admins[0]?.id, AT],
  )
}

/** The storage may have moved since the last load, to another port; whatever an administrator changed stays. */
async function loadBanner(client: pg.Client, banner: Banner, imageUrl: string): Promise<void> {
  const { id, title, subtitle, link, sort } = banner
  await client.query(
    `insert into banners (id, position, title, subtitle, caption, image_url, link, community_ids, sort, enabled,
       version, updated_by, created_at, updated_at)
     values ($1, 'home', $2, $3, 'DARK', $4, $5, '{}', $6, true, 1, $7, $8, $8)
     on conflict (id) do update set image_url = excluded.image_url
       where banners.version = 1 and banners.image_url <> excluded.image_url`,
    [id, title, subtitle, imageUrl, link, sort, admins[0]?.id, AT],
  )
}
