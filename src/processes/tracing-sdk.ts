import { setTimeout as sleep } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import type { TracingSettings } from '#config/tracing-settings';

const PATIENCE_MS = 2_000;

/** Addresses hold tokens (of invitations, of unsubscribing) and what people searched for; the route says enough. */
const SECRETIVE = ['http.url', 'http.target', 'url.full', 'url.path', 'url.query', 'http.user_agent', 'http.client_ip'];

class WithoutAddresses implements SpanProcessor {
  constructor(private readonly next: SpanProcessor) {}

  onStart(...started: Parameters<SpanProcessor['onStart']>): void {
    this.next.onStart(...started);
  }

  onEnd(span: ReadableSpan): void {
    for (const name of SECRETIVE) Reflect.deleteProperty(span.attributes, name);
    this.next.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }
}

/** Spans of requests and of statements, sent to a receiver as OTLP over HTTP. */
export function startTracing({ url, service }: TracingSettings): { end(): Promise<void> } {
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: PATIENCE_MS });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new WithoutAddresses(new BatchSpanProcessor(exporter))],
  });
  provider.register();
  registerInstrumentations({
    tracerProvider: provider,
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url: asked = '' }) => /^\/(health\/|metrics|assets\/)/.test(asked),
        requireParentforOutgoingSpans: true,
      }),
      new PgInstrumentation({ requireParentSpan: true }),
    ],
  });
  return {
    end: async () => {
      // The receiver may be gone as well: a process that ends does not wait for it.
      await Promise.race([provider.shutdown().catch(() => undefined), sleep(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}
