import pg from 'pg'
import { loadActivity } from './activity.ts'
import { loadDelivery } from './delivery.ts'
import { loadMessage } from './message.ts'
import { loadPoints } from './points.ts'
import { loadProduct } from './product.ts'
import { loadUser } from './user.ts'

type Options = {
  /** DATA_KEYS_FILE: personal data is sealed as the services seal it. */
  readonly dataKeysFile: string
  /** The mini-program whose openids the residents have. */
  readonly appId: string
  /** Where people read the bucket of the pictures, such as a CDN; without a slash at the end. */
  readonly picturesUrl: string
}

const LOADERS: Record<string, (client: pg.Client, options: Options) => Promise<void>> = {
  user: loadUser,
  product: loadProduct,
  delivery: loadDelivery,
  points: loadPoints,
  activity: loadActivity,
  message: loadMessage,
}

/**
 * Loads the demo business into the schemas of the services, each through its own owner. Loading twice changes nothing.
 * @param ownerUrl of the database, by the name of a service @throws whatever PostgreSQL says; that schema is unchanged
 */
export async function loadDemo(ownerUrl: (service: string) => string, options: Options): Promise<void> {
  for (const [service, load] of Object.entries(LOADERS)) {
    const client = new pg.Client({ connectionString: ownerUrl(service) })
    client.on('error', () => {}) // a server that ends cuts it; the query reports that
    await client.connect()
    try {
      await client.query('begin')
      await load(client, options)
      await client.query('commit')
    } finally {
      await client.end()
    }
  }
}
