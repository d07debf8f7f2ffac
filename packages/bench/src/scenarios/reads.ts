import { createClient } from '../http.ts'
import { drive, type Row } from '../load.ts'
import { startBareServer, startSecondGateway } from '../reference.ts'
import { CONCURRENCY, type Context, seconds } from './context.ts'

const SECONDS = seconds(4)

/** Product list and detail, beside a bare Fastify route with the same body at the same place. */
export async function measureReads({ platform, processes, store }: Context): Promise<Row[]> {
  const list = `/api/v1/products?communityId=${store.communityId}&limit=20`
  const { items } = await store.gateway.call<{ items: { id: string }[] }>('GET', list)
  const detail = `/api/v1/products/${items[0]?.id}?communityId=${store.communityId}`
  const product = platform.services['product-service']?.http
  if (!product) throw new Error('product-service is not running')
  const body = await (await fetch(`${platform.gateway}${list}`)).text()
  const bare = await startBareServer(body)
  const gateway = await startSecondGateway(platform, bare.url)
  const [service, bareClient, bareBehind] = [product, bare.url, gateway.url].map(createClient)
  if (!service || !bareClient || !bareBehind) throw new Error('no client')
  const rows: Row[] = []
  let cold = 0
  const nextCold = () => {
    cold += 1
    return cold
  }
  try {
    for (const concurrency of CONCURRENCY) {
      const measure = async (what: string, once: () => Promise<void>, own = true) => {
        const load = { what, concurrency, seconds: SECONDS, once, ...(own && { processes }) }
        rows.push(await drive(load))
      }
      await measure('bare Fastify, direct', () => bareClient.read(list), false)
      await measure('list of 20, cached, at the service', () => service.read(list))
      await measure('detail, cached, at the service', () => service.read(detail))
      await measure('bare Fastify, through the gateway', () => bareBehind.read(list), false)
      await measure('list of 20, cached, through the gateway', () => store.gateway.read(list))
      await measure('detail, cached, through the gateway', () => store.gateway.read(detail))
      // Every request asks for another price range: nothing of it is in the cache.
      await measure('list of 20, cold, through the gateway', () =>
        store.gateway.read(`${list}&minPriceFen=${nextCold()}`),
      )
    }
  } finally {
    await gateway.stop()
    await bare.stop()
  }
  return rows
}
