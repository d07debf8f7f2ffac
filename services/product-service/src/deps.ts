import { readFileSync } from 'node:fs'
import { type Work as BaseWork, bindPrisma, type PrismaBinding, type ReadOnly } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { ActivityQueryDefinition } from '@linli/proto/activity'
import { OrderQueryDefinition } from '@linli/proto/order'
import type { BaseDeps, Settings } from '@linli/service'
import type { PrismaPg } from '@prisma/adapter-pg'
import sanitize from 'sanitize-html'
import { type Catalogue, createCatalogue } from './catalogue/catalogue.client.ts'
import type { Config } from './config.ts'
import { type Prisma, PrismaClient } from './generated/prisma/client.ts'
import { createObjectStorage, type ObjectStorage } from './uploads/object-storage.client.ts'
import type { OssKey } from './uploads/oss-signature.ts'

type Db = Prisma.TransactionClient

/** One transaction of this service. */
export type Work = BaseWork<Db>

export type Deps = BaseDeps & {
  readonly prisma: PrismaBinding<Db>
  /** Reads by Prisma; writes need a `Work`. */
  readonly db: ReadOnly<PrismaClient>
  readonly order: Peer<typeof OrderQueryDefinition>
  readonly activity: Peer<typeof ActivityQueryDefinition>
  /** What is shown to people, ready to be sent. */
  readonly catalogue: Catalogue
  readonly storage: ObjectStorage
  /** Rich text with what may stand in a product's description, and nothing else (XSS). */
  readonly sanitizeHtml: (html: string) => string
  close(): Promise<void>
}

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const client = (adapter: PrismaPg) => new PrismaClient({ adapter })
  const prisma = bindPrisma(base.pool, base.name, client)
  const order = connect(OrderQueryDefinition, settings.ORDER_GRPC_ADDR, { peer: 'order' })
  const activity = connect(ActivityQueryDefinition, settings.ACTIVITY_GRPC_ADDR, { peer: 'activity' })
  return {
    ...base,
    prisma,
    db: prisma.client,
    order,
    activity,
    catalogue: createCatalogue(base),
    storage: connectStorage(base, settings),
    sanitizeHtml: (html) => sanitize(html, RICH_TEXT),
    async close() {
      order.close()
      activity.close()
    },
  }
}

function connectStorage({ clock }: BaseDeps, settings: Settings<typeof Config>): ObjectStorage {
  const key = JSON.parse(readFileSync(settings.OSS_FILE, 'utf8')) as OssKey
  const bucketUrl = settings.OSS_BUCKET_URL ?? `${settings.OSS_BASE_URL}/oss/${key.bucket}`
  return createObjectStorage({ key, bucketUrl, publicUrl: settings.OSS_PUBLIC_URL ?? bucketUrl, clock })
}

const RICH_TEXT: sanitize.IOptions = {
  allowedTags: [
    'p',
    'br',
    'strong',
    'em',
    'u',
    's',
    'h2',
    'h3',
    'h4',
    'ul',
    'ol',
    'li',
    'blockquote',
    'hr',
    'img',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'span',
    'div',
  ],
  allowedAttributes: {
    img: ['src', 'alt', 'width', 'height'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
  },
  allowedSchemes: ['https', 'http'],
  allowProtocolRelative: false,
}
