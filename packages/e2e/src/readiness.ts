import { call } from './caller.ts'

type Services = Readonly<Record<string, { readonly http: string }>>

/** The names of the services that are not ready, with their database and their broker. */
export async function notReady(services: Services): Promise<string[]> {
  const answers = await Promise.all(
    Object.entries(services).map(async ([name, { http }]) => {
      const { status } = await call('GET', `${http}/readyz`).catch(() => ({ status: 0 }))
      return status === 200 ? [] : [name]
    }),
  )
  return answers.flat()
}
