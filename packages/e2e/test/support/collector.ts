import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { collectorOfPlatform } from '@linli/testing'
import { afterAll } from 'vitest'

export type Span = {
  readonly service: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly name: string
  /** OTLP: 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number
  /** What produced it: `linli.http`, … */
  readonly scope: string
}

type RawSpan = Omit<Span, 'service' | 'scope'>
/** OTLP/HTTP JSON, opentelemetry-proto trace_service.proto. */
type Export = {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly {
        readonly key: string
        readonly value: { readonly stringValue?: string }
      }[]
    }
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string }
      readonly spans: readonly RawSpan[]
    }[]
  }[]
}

/** Listens where the platform's services export their spans. Call it at the top level of a test file. */
export async function useCollector(): Promise<readonly Span[]> {
  const { hostname, port } = collectorOfPlatform()
  const spans: Span[] = []
  const server = createServer((request, response) => {
    read(request).then(
      (text) => {
        spans.push(...spansOf(JSON.parse(text) as Export))
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      },
      () => response.writeHead(400).end(),
    )
  })
  server.listen(Number(port), hostname)
  await once(server, 'listening')
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return spans
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}

const spansOf = ({ resourceSpans }: Export): Span[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const name = resource.attributes.find(({ key }) => key === 'service.name')
    const service = name?.value.stringValue ?? 'unknown'
    return scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({ ...span, service, scope: scope.name })),
    )
  })
