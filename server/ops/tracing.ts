/**
 * Spans around what costs time. Off unless `startTracing` was called: then nothing of OpenTelemetry is loaded, and
 * `withSpan` only does the work. An attribute must never be a text: numbers and yes or no cannot name a person.
 */
import type { SpanAttributes, Tracing } from './opentelemetry.ts';

let running: Tracing | null = null;

/** Starts sending spans to a collector (OTLP over HTTP). `ratio`: the share of requests that is traced. */
export async function startTracing(settings: { endpoint: string; ratio: number }): Promise<Tracing> {
  const { createOpenTelemetry } = await import('./opentelemetry.ts');
  const tracing = createOpenTelemetry(settings);
  running = tracing;
  return {
    ...tracing,
    async stop() {
      running = null;
      await tracing.stop();
    },
  };
}

/** Does the work inside a span of this name, which is a name in the code. */
export function withSpan<Value>(
  name: string,
  attributes: SpanAttributes,
  work: () => Promise<Value>,
): Promise<Value> {
  return running ? running.span(name, attributes, work) : work();
}
