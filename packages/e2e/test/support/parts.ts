import { crash, hold, release, SERVICES } from '@linli/dev'
import { eventually, type usePlatform } from '@linli/testing'
import { notReady } from '../../src/readiness.ts'

type Services = ReturnType<typeof usePlatform>['services']

/** Resolves when every service is ready again, with its database and its broker. */
export async function allReady(services: Services, timeoutMs = 60_000): Promise<void> {
  await eventually(
    async () => {
      const waiting = await notReady(services)
      if (waiting.length > 0) throw new Error(`not ready: ${waiting.join(', ')}`)
    },
    { timeoutMs, everyMs: 100 },
  )
}

/** Runs while one component is down, and leaves the platform whole. */
export async function without<Result>(
  name: string,
  services: Services,
  run: () => Promise<Result>,
): Promise<Result> {
  await hold(name)
  try {
    return await run()
  } finally {
    release(name)
    await allReady(services)
  }
}

/** What may be killed, in the order of reliability.md T2b. */
export const KILLABLE: readonly { readonly title: string; readonly name: string; readonly wipe: boolean }[] =
  [
    ...[...SERVICES.map((name) => `${name}-service`), 'postgres', 'redis', 'nats'].map((name) => ({
      title: name,
      name,
      wipe: false,
    })),
    { title: 'nats and the loss of its store', name: 'nats', wipe: true },
  ]

export const kill = ({ name, wipe }: (typeof KILLABLE)[number]): void => crash(name, { wipe })
