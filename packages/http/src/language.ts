import type { Lang } from '@linli/core'
import type { FastifyRequest } from 'fastify'

/** Chinese unless the client asks for English first (product.md §1). */
export function languageOf(request: Pick<FastifyRequest, 'headers'>): Lang {
  const accepted = request.headers['accept-language']
  return accepted && /^\s*en\b/i.test(accepted) ? 'en' : 'zh'
}
