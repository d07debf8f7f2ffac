import type { Docker } from './docker.ts'

interface Published {
  /** Variable of docker-compose.yml that names another image. */
  variable: string
  image: string
  /** Built from Debian packages under this name where nothing can be pulled; absent: there is no such thing. */
  standIn?: string
}

/** Images of others that docker-compose.yml runs or builds on. */
const PUBLISHED: readonly Published[] = [
  { variable: 'NODE_IMAGE', image: 'node:24-bookworm-slim', standIn: 'node:24-bookworm-slim' },
  { variable: 'POSTGRES_IMAGE', image: 'postgres:18-bookworm', standIn: 'postgres:15' },
  { variable: 'REDIS_IMAGE', image: 'redis:8-bookworm', standIn: 'redis:7' },
  { variable: 'NATS_IMAGE', image: 'nats:2.12-alpine', standIn: 'nats:2' },
  { variable: 'KONG_IMAGE', image: 'kong:3.9' },
  { variable: 'OTEL_COLLECTOR_IMAGE', image: 'otel/opentelemetry-collector:0.164.0' },
  { variable: 'JAEGER_IMAGE', image: 'jaegertracing/jaeger:2.11.0' },
  { variable: 'PROMETHEUS_IMAGE', image: 'prom/prometheus:v3.15.1' },
  { variable: 'GRAFANA_IMAGE', image: 'grafana/grafana:12.2.0' },
]

/** What a machine has of an image: the published one, a stand-in, or nothing. */
export type Had =
  | { readonly image: string; readonly kind: 'published' | 'stand-in' }
  | { readonly kind: 'none' }

/** Variable in which `npm run test:compose` tells its tests what it has found. */
export const HAD_IMAGES = 'LINLI_HAD_IMAGES'

const STAND_IN_LABEL = '{{index .Config.Labels "standin"}}'

/** For each variable of docker-compose.yml what can be had: here already, else pulled, else a stand-in. */
export function hadImages({ docker }: Pick<Docker, 'docker'>): ReadonlyMap<string, Had> {
  const labelOf = (image: string): string | undefined => {
    const { status, stdout } = docker(['image', 'inspect', image, '--format', STAND_IN_LABEL])
    return status === 0 ? stdout.trim() : undefined
  }
  const had = ({ image, standIn }: Published): Had => {
    // A stand-in may bear the published name: its label tells.
    const isPublished = labelOf(image) === '' || docker(['pull', '--quiet', image]).status === 0
    if (isPublished && labelOf(image) === '') return { image, kind: 'published' }
    if (standIn && labelOf(standIn)) return { image: standIn, kind: 'stand-in' }
    return { kind: 'none' }
  }
  return new Map(PUBLISHED.map((published) => [published.variable, had(published)]))
}
