import type { Data } from '@linli/api-client'
import { api } from '../../api/index.ts'

export type DeadEvent = Data<'listOrderDeadEvents'>['items'][number]
export type Job = Data<'listOrderJobs'>['items'][number]
type DeadQuery = { readonly state: 'parked' | 'redriven' }
type Items<Item> = Promise<{ readonly items: readonly Item[] }>

type Doors = {
  readonly events: (args: { query: DeadQuery }) => Items<DeadEvent>
  readonly redrive: (args: { path: { id: string } }) => Promise<null>
  readonly jobs: (args: Record<never, never>) => Items<Job>
}

/** The same doors of all eight services. */
export const SERVICES = {
  user: { events: api.listUserDeadEvents, redrive: api.redriveUserDeadEvent, jobs: api.listUserJobs },
  product: {
    events: api.listProductDeadEvents,
    redrive: api.redriveProductDeadEvent,
    jobs: api.listProductJobs,
  },
  order: { events: api.listOrderDeadEvents, redrive: api.redriveOrderDeadEvent, jobs: api.listOrderJobs },
  payment: {
    events: api.listPaymentDeadEvents,
    redrive: api.redrivePaymentDeadEvent,
    jobs: api.listPaymentJobs,
  },
  delivery: {
    events: api.listDeliveryDeadEvents,
    redrive: api.redriveDeliveryDeadEvent,
    jobs: api.listDeliveryJobs,
  },
  points: { events: api.listPointsDeadEvents, redrive: api.redrivePointsDeadEvent, jobs: api.listPointsJobs },
  activity: {
    events: api.listActivityDeadEvents,
    redrive: api.redriveActivityDeadEvent,
    jobs: api.listActivityJobs,
  },
  message: {
    events: api.listMessageDeadEvents,
    redrive: api.redriveMessageDeadEvent,
    jobs: api.listMessageJobs,
  },
} as const satisfies Record<string, Doors>

export type ServiceName = keyof typeof SERVICES
export type Of<Item> = Item & { readonly service: ServiceName }

export type Gathered<Item> = {
  readonly items: readonly Of<Item>[]
  /** Services that did not answer: what is shown is not everything. */
  readonly silent: readonly ServiceName[]
}

/** Asks all services at once. */
export async function askAll<Item>(ask: (doors: Doors) => Items<Item>): Promise<Gathered<Item>> {
  const names = Object.keys(SERVICES) as ServiceName[]
  const answers = await Promise.allSettled(names.map((service) => ask(SERVICES[service])))
  const items = answers.flatMap((answer, index) => {
    const service = names[index]
    if (answer.status !== 'fulfilled' || service === undefined) return []
    return answer.value.items.map((item) => ({ ...item, service }))
  })
  return { items, silent: names.filter((_, index) => answers[index]?.status === 'rejected') }
}
