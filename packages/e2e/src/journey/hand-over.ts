import { randomUUID } from 'node:crypto'
import { type Basket, reach, type World } from './buy.ts'

type Tokens = { readonly accessToken: string }

/** The merchant accepts; the verifier receives the goods at the pickup point and hands them over against the code. */
export async function handOver(
  { hops, gateway, accounts }: World,
  { token, orderId }: Basket,
): Promise<void> {
  const api = (path: string) => `${gateway}/api/v1${path}`
  const [{ pickupPointId }] = accounts.users
  const logIn = async ({ login, password }: { login: string; password: string }) =>
    (await hops.http<Tokens>('POST', api('/merchant/auth/sessions'), { body: { login, password } }))
      .accessToken

  hops.say('the clerk accepts the order')
  const clerk = await logIn(accounts.clerk)
  await hops.http('GET', api('/merchant/orders?status=PREPARING&limit=20'), { token: clerk })
  await hops.http('POST', api(`/merchant/orders/${orderId}/acceptances`), { token: clerk })

  hops.say('the verifier receives the goods at the pickup point')
  const verifier = await logIn(accounts.verifier)
  await hops.http('POST', api('/merchant/receipts'), {
    token: verifier,
    headers: { 'idempotency-key': randomUUID() },
    body: { pickupPointId, orderIds: [orderId] },
  })
  await reach({ hops, gateway, token, orderId }, 'READY_FOR_PICKUP')

  hops.say('the resident shows the code, the verifier hands over')
  const { code } = await hops.http<{ code: string }>('GET', api(`/pickup-codes?orderId=${orderId}`), {
    token,
  })
  const preview = await hops.http<{ items: { previewToken: string }[] }>(
    'POST',
    api('/merchant/verifications/previews'),
    {
      token: verifier,
      body: { pickupPointId, method: 'CODE', value: code },
    },
  )
  const [found] = preview.items
  if (!found) throw new Error('the code was not found at the pickup point')
  await hops.http('POST', api('/merchant/verifications'), {
    token: verifier,
    headers: { 'idempotency-key': randomUUID() },
    body: { previewToken: found.previewToken },
  })
  await reach({ hops, gateway, token, orderId }, 'COMPLETED')
}
