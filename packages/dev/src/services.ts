/** The eight services in the order of their ports. */
export const SERVICES = [
  'user',
  'product',
  'order',
  'payment',
  'delivery',
  'points',
  'activity',
  'message',
] as const

export type ServiceName = (typeof SERVICES)[number]

export const isServiceName = (name: string): name is ServiceName => SERVICES.some((s) => s === name)

/** `order` or `order-service` → `order`. Throws on anything else. */
export function serviceName(name: string): ServiceName {
  const short = name.replace(/-service$/, '')
  if (!isServiceName(short)) throw new Error(`unknown service "${name}": one of ${SERVICES.join(', ')}`)
  return short
}
