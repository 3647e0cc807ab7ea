/**
 * Spans by OpenTelemetry. Loaded when traces are on, and only then. What leaves passes a list of
 * allowed attributes: neither addresses with ids in them nor messages of errors do.
 */

import { setTimeout as wait } from 'node:timers/promises';
import { FastifyOtelInstrumentation } from '@fastify/otel';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  type ReadableSpan,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { FastifyPluginCallback } from 'fastify';

/** Numbers and yes or no alone: they cannot name a person. */
export type SpanAttributes = Readonly<Record<`moineau.${string}`, number | boolean>>;

export type Tracing = {
  /** Makes a span of every request; the first plugin of the application. */
  readonly plugin: FastifyPluginCallback;
  span<Value>(name: string, attributes: SpanAttributes, work: () => Promise<Value>): Promise<Value>;
  /** Sends what is left, and ends. */
  stop(): Promise<void>;
};

const EXPORT_TIMEOUT_MS = 5_000;
/** For the last spans, when the server ends. */
const STOP_MS = 1_000;
const allowed = new Set(['http.request.method', 'http.route', 'http.response.status_code']);

export function createOpenTelemetry({ endpoint, ratio }: { endpoint: string; ratio: number }): Tracing {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'moineau-api' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new BatchSpanProcessor(scrubbed(new OTLPTraceExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS })), {
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  // No propagator: what a client on the internet writes into `traceparent` decides nothing here.
  provider.register({ propagator: null });
  const tracer = provider.getTracer('moineau');
  return {
    plugin: requestSpans(provider),
    span: (name, attributes, work) =>
      tracer.startActiveSpan(name, { attributes }, async (span) => {
        try {
          return await work();
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      }),
    async stop() {
      // A collector that is gone must not keep the server from ending: what it does not take now is lost.
      await Promise.race([
        provider.shutdown().catch(() => undefined),
        wait(STOP_MS, undefined, { ref: false }),
      ]);
      trace.disable();
      context.disable();
    },
  };
}

/** One span a request, named by the table of endpoints. */
function requestSpans(provider: NodeTracerProvider) {
  const instrumentation = new FastifyOtelInstrumentation({
    instrumentHooks: false,
    instrumentHandler: false,
    recordExceptions: false,
    requestHook(span, request) {
      const route = request.routeOptions.url;
      span.updateName(route === undefined ? 'no route' : `${request.method} ${route}`);
      // Where the log and the problem details have the same request.
      span.setAttribute('moineau.request_id', request.id);
    },
  });
  instrumentation.setTracerProvider(provider);
  return instrumentation.plugin();
}

/** The same spans with the allowed attributes alone, without events and messages. */
function scrubbed(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(scrub), done),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

function scrub(span: ReadableSpan): ReadableSpan {
  const attributes = Object.fromEntries(
    Object.entries(span.attributes).filter(([name]) => allowed.has(name) || name.startsWith('moineau.')),
  );
  return Object.create(span, {
    attributes: { value: attributes },
    events: { value: [] },
    links: { value: [] },
    status: { value: { code: span.status.code } },
  }) as ReadableSpan;
}
