import { handledBy, loadDefinition, SERVICES } from '@linli/dev'
import { consumerConfig, consumerName, streamConfig, streamName } from '@linli/events'
import type { JetStreamManager } from '@nats-io/jetstream'
import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

const DECLARE = 'restart the service that declares it: it declares its streams and consumers when it connects'

type Settings = Readonly<Record<string, unknown>>

/** Streams and consumers in the broker = those that the services declare. */
export async function checkTopology({ jsm, natsPrefix, streamReplicas }: Patient): Promise<Finding[]> {
  const findings: Finding[] = []
  const tell = (problem: string, advice = DECLARE) => findings.push({ check: 'topology', problem, advice })
  const present = new Map((await collect(jsm.streams.list())).map(({ config }) => [config.name, config]))
  const consumers = await wantedConsumers(natsPrefix)
  for (const service of SERVICES) {
    const name = streamName(service, natsPrefix)
    const config = present.get(name)
    if (!config) {
      tell(`stream ${name} is missing`)
      continue
    }
    const changed = differences(streamConfig(service, natsPrefix), { ...config })
    if (changed) tell(`stream ${name} has other settings than declared: ${changed}`)
    const copies = config.num_replicas
    if (copies < streamReplicas) tell(`stream ${name} has ${copies} of ${streamReplicas} copies`)
    findings.push(...(await ofStream(jsm, name, consumers.get(name) ?? new Map<string, Settings>())))
  }
  return findings
}

async function ofStream(
  jsm: JetStreamManager,
  stream: string,
  wanted: ReadonlyMap<string, Settings>,
): Promise<Finding[]> {
  const present = new Map(
    (await collect(jsm.consumers.list(stream))).map(({ name, config }) => [name, config]),
  )
  const findings: Finding[] = []
  const tell = (problem: string, advice = DECLARE) => findings.push({ check: 'topology', problem, advice })
  for (const [name, settings] of wanted) {
    const config = present.get(name)
    const changed = config && differences(settings, { ...config })
    if (!config) tell(`consumer ${name} of ${stream} is missing`)
    else if (changed) tell(`consumer ${name} of ${stream} has other settings than declared: ${changed}`)
  }
  // Consumers without a durable name are somebody's look into the stream and pass away by themselves.
  for (const [name, { durable_name: durable }] of present)
    if (durable && !wanted.has(name))
      tell(`consumer ${name} of ${stream} belongs to no subscription`, `nats consumer rm ${stream} ${name}`)
  return findings
}

/** Stream → consumer → settings. */
async function wantedConsumers(prefix: string): Promise<Map<string, Map<string, Settings>>> {
  const wanted = new Map<string, Map<string, Settings>>()
  for (const service of SERVICES) {
    for (const type of handledBy(await loadDefinition(service))) {
      const stream = streamName(type, prefix)
      const ofStream = wanted.get(stream) ?? new Map<string, Settings>()
      wanted.set(stream, ofStream.set(consumerName(service, type), consumerConfig(type, { service, prefix })))
    }
  }
  return wanted
}

/** `max_age 1 (declared 2)` for whatever was declared and is otherwise; empty when all is as declared. */
function differences(declared: Settings, present: Settings): string {
  return Object.entries(declared)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(present[key]))
    .map(([key, value]) => `${key} ${JSON.stringify(present[key])} (declared ${JSON.stringify(value)})`)
    .join(', ')
}

async function collect<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of list) items.push(item)
  return items
}
