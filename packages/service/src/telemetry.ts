import { metrics } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node'

export type Telemetry = {
  /** The metrics in Prometheus' text format. */
  metricsText(): Promise<string>
  /** Sends the spans that wait. */
  stop(): Promise<void>
}

export type TelemetryOptions = { service: string; endpoint?: string; ratio: number }

/** Export delay of finished spans; short, so that a trace is whole soon after its request. */
const EXPORT_DELAY_MS = 500

/** Every figure says whose it is. */
const LABELS = /^service$/

let ofProcess: Telemetry | undefined

/**
 * Traces by OTLP when an endpoint is given (ids travel and reach the logs either way), metrics for `/metrics`.
 * The providers are the process's, as OpenTelemetry's API has it: services in one process (tests) share those of the
 * first, and they stay until the process ends, since instruments and tracers once handed out cannot be moved.
 */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  ofProcess ??= register(options)
  return ofProcess
}

function register({ service, endpoint, ratio }: TelemetryOptions): Telemetry {
  const resource = resourceFromAttributes({ 'service.name': `${service}-service`, service })
  const tracer = new NodeTracerProvider({
    resource,
    sampler: endpoint
      ? new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) })
      : new AlwaysOffSampler(),
    spanProcessors: endpoint
      ? [
          new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }), {
            scheduledDelayMillis: EXPORT_DELAY_MS,
          }),
        ]
      : [],
  })
  tracer.register({
    contextManager: new AsyncLocalStorageContextManager(),
    propagator: new W3CTraceContextPropagator(),
  })
  const reader = new PrometheusExporter({ preventServerStart: true })
  metrics.setGlobalMeterProvider(new MeterProvider({ resource, readers: [reader] }))
  const serializer = new PrometheusSerializer(undefined, false, LABELS, true, true)
  return {
    async metricsText() {
      const { resourceMetrics } = await reader.collect()
      return serializer.serialize(resourceMetrics)
    },
    stop: () => tracer.forceFlush(),
  }
}
