import { readBody } from './body.ts'
import type { Chain } from './chains.ts'
import type { Answer, Exchange } from './exchange.ts'

export type Ending = {
  /** A plugin, or the size of the body, ended it here. */
  refused(answer: Answer): void
  /** Nothing stands against it; the body, if there is one, has been read. */
  admitted(body: Buffer | undefined): void
  failed(error: unknown): void
}

const TOO_LARGE: Answer = { status: 413, headers: [] }

/** Runs the plugins in their order, without leaving the current turn of the event loop unless one of them waits. */
export function runChain(exchange: Exchange, { steps, maxBody }: Chain, ending: Ending): void {
  function run(from: number): void {
    for (let i = from; i < steps.length; i++) {
      const answer = steps[i]?.(exchange)
      if (answer instanceof Promise) {
        answer.then((late) => (late ? ending.refused(late) : run(i + 1))).catch(ending.failed)
        return
      }
      if (answer) {
        ending.refused(answer)
        return
      }
    }
    const length = exchange.seen.contentLength
    if (exchange.body || length === undefined || length === '0') {
      ending.admitted(exchange.body)
      return
    }
    readBody(exchange.request, maxBody)
      .then((body) => (body ? ending.admitted(body) : ending.refused(TOO_LARGE)))
      .catch(ending.failed)
  }
  run(0)
}
