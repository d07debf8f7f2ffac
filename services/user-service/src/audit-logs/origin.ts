/** Where an action came from: who, from which address, in which trace. */
export type Origin = {
  readonly actorType: 'user' | 'merchant' | 'admin' | 'system'
  readonly actorId: string | null
  readonly merchantId: string | null
  readonly ip: string | null
  readonly traceId: string | null
}

type Seen = {
  readonly ip: string
  readonly span: { spanContext(): { traceId: string } } | null
  readonly identity:
    | { readonly audience: 'user' | 'admin'; readonly id: string }
    | { readonly audience: 'merchant'; readonly id: string; readonly merchantId: string }
    | null
}

/** @param request as Fastify has it, authenticated. */
export function originOf({ ip, span, identity }: Seen): Origin {
  return {
    actorType: identity?.audience ?? 'system',
    actorId: identity?.id ?? null,
    merchantId: identity?.audience === 'merchant' ? identity.merchantId : null,
    ip,
    traceId: traceIdOf(span),
  }
}

export function traceIdOf(span: Seen['span']): string | null {
  return span?.spanContext().traceId ?? null
}
