import { setTimeout as delay } from 'node:timers/promises'
import { inTransaction } from '@linli/events'
import { Envelope, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'
import { receiveMoney } from './receive-money.ts'

const OUTCOMES = ['SUCCESS', 'DECLINE', 'DUPLICATE', 'WRONG_AMOUNT', 'LOST'] as const

const OutcomeBody = Type.Object(
  {
    outcome: Type.Enum([...OUTCOMES]),
    /** A slow notice. */
    delayMs: Type.Integer({ minimum: 0, maximum: 10_000, default: 0 }),
  },
  { additionalProperties: false },
)

/** Decides what becomes of a mock trade (Y12); not in the contract, and 404 with a real provider. */
export const mockPaymentRoutes: Routes<Deps> = (app, deps) => {
  app.post(
    '/dev/mock-payments/:outTradeNo/outcomes',
    {
      config: { audience: 'public', hidden: true },
      schema: {
        operationId: 'decideMockPayment',
        params: Type.Object({ outTradeNo: Type.String({ maxLength: 32 }) }),
        body: OutcomeBody,
        response: { 200: Envelope(Type.Object({ verdicts: Type.Array(Type.String()) })) },
      },
    },
    async (request) => {
      if (!deps.mock) throw PaymentErrors.MOCK_ONLY()
      const { outcome, delayMs } = request.body
      const notices = deps.mock.decide(request.params.outTradeNo, outcome)
      if (!notices) throw PaymentErrors.PAYMENT_NOT_FOUND()
      await delay(delayMs)
      const verdicts: string[] = []
      const { numberPrefix } = deps
      for (const trade of notices) {
        const receive = (work: Work) => receiveMoney(work, { trade, proven: false, numberPrefix })
        verdicts.push((await inTransaction(deps, receive)).verdict.kind)
      }
      return ok({ verdicts }, deps.clock.now())
    },
  )
}
