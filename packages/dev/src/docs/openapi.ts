import { systemClock } from '@linli/core'
import { createHttp, openApiOf } from '@linli/http'
import type { Definition } from './definition.ts'

/** The OpenAPI document of a service's routes; nothing is connected, no request is served. */
export async function openApiText({ name, http }: Definition): Promise<string> {
  const unused = () => Promise.reject(new Error('documents serve no request'))
  const app = await createHttp({
    name,
    routes: http,
    deps: {} as never,
    verify: unused,
    limiter: unused,
    clock: systemClock,
  })
  await app.ready()
  const text = `${JSON.stringify(openApiOf(app), null, 2)}\n`
  await app.close()
  return text
}
