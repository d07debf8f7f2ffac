import { connect } from '@nats-io/transport-node'
import { type CallOptions, call, Refused } from '../caller.ts'

/** Prints what happens, with milliseconds since the start: requests as they end, events as the broker carries them. */
export type Hops = {
  http<Data>(
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    options?: CallOptions & { plain?: boolean },
  ): Promise<Data>
  say(text: string): void
  /** Only events about this order are shown from now on. */
  follow(orderId: string): void
  /** Full names of the events seen so far. */
  seen(): ReadonlySet<string>
  close(): Promise<void>
}

const SUBJECTS = ['user', 'product', 'order', 'payment', 'delivery', 'points', 'activity', 'message']

export async function watchHops(natsUrl: string): Promise<Hops> {
  const started = performance.now()
  const seen = new Set<string>()
  let following: string | undefined
  const sinceStart = () => performance.now() - started
  const print = (kind: string, text: string, atMs = sinceStart()) =>
    console.log(`${atMs.toFixed(0).padStart(6)} ms  ${kind.padEnd(6)} ${text}`)
  // An order is told about before the request that places it has answered with its id.
  const early: { subject: string; text: string; atMs: number }[] = []
  const show = (subject: string, atMs: number) => {
    seen.add(subject)
    print('event', subject, atMs)
  }

  const nats = await connect({ servers: natsUrl, name: 'journey' })
  for (const service of SUBJECTS) {
    nats.subscribe(`${service}.v1.>`, {
      callback: (error, message) => {
        if (error) return print('event', String(error))
        const text = message.string()
        if (following === undefined) early.push({ subject: message.subject, text, atMs: sinceStart() })
        else if (text.includes(following)) show(message.subject, sinceStart())
      },
    })
  }
  await nats.flush()

  return {
    async http(method, url, { plain = false, ...options } = {}) {
      const { pathname } = new URL(url)
      const answer = await call(method, url, options)
      print('http', `${method} ${pathname} → ${answer.status} (${answer.ms.toFixed(0)} ms)`)
      if (answer.status >= 300) throw new Refused(`${method} ${pathname}`, answer)
      return (plain ? answer.body : answer.body.data) as never
    },
    say: (text) => print('', text),
    follow(orderId) {
      following = orderId
      for (const { subject, text, atMs } of early) if (text.includes(orderId)) show(subject, atMs)
    },
    seen: () => seen,
    close: () => nats.close(),
  }
}
