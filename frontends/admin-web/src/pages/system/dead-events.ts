import type { Data } from '@linli/api-client'
import { api } from '../../api/index.ts'

export type DeadEvent = Data<'listOrderDeadEvents'>['items'][number]

type Doors = {
  readonly list: () => Promise<{ readonly items: readonly DeadEvent[] }>
  readonly redrive: (id: string) => Promise<null>
}

const doors = (list: Doors['list'], redrive: (args: { path: { id: string } }) => Promise<null>): Doors => ({
  list,
  redrive: (id) => redrive({ path: { id } }),
})

/** The same two doors of all eight services. */
export const SERVICES = {
  user: doors(() => api.listUserDeadEvents({}), api.redriveUserDeadEvent),
  product: doors(() => api.listProductDeadEvents({}), api.redriveProductDeadEvent),
  order: doors(() => api.listOrderDeadEvents({}), api.redriveOrderDeadEvent),
  payment: doors(() => api.listPaymentDeadEvents({}), api.redrivePaymentDeadEvent),
  delivery: doors(() => api.listDeliveryDeadEvents({}), api.redriveDeliveryDeadEvent),
  points: doors(() => api.listPointsDeadEvents({}), api.redrivePointsDeadEvent),
  activity: doors(() => api.listActivityDeadEvents({}), api.redriveActivityDeadEvent),
  message: doors(() => api.listMessageDeadEvents({}), api.redriveMessageDeadEvent),
} as const

export type ServiceName = keyof typeof SERVICES
export type Parked = DeadEvent & { readonly service: ServiceName }

/** Dead events of all services, the oldest first, and the services that did not answer. */
export async function listAll(): Promise<{
  readonly events: readonly Parked[]
  readonly silent: readonly ServiceName[]
}> {
  const names = Object.keys(SERVICES) as ServiceName[]
  const answers = await Promise.allSettled(names.map((service) => SERVICES[service].list()))
  const events = answers.flatMap((answer, index) => {
    const service = names[index]
    if (answer.status !== 'fulfilled' || service === undefined) return []
    return answer.value.items.map((event) => ({ ...event, service }))
  })
  const silent = names.filter((_, index) => answers[index]?.status === 'rejected')
  return { events: events.sort((a, b) => a.parkedAt.localeCompare(b.parkedAt)), silent }
}
