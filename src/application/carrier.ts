import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { correlated, correlationId, isCorrelation, newCorrelation } from './correlation';

/** What a job carries beside its subject, so that its lines and spans are found with those of who rang. */
export interface Carrier {
  readonly correlation?: string;
  readonly traceparent?: string;
}

const TRACER = 'taux-juste';

/** Of the request or job under way; empty outside of any. */
export function carrierOfNow(): Carrier {
  const id = correlationId();
  const carrier: { correlation?: string; traceparent?: string } = id === null ? {} : { correlation: id };
  propagation.inject(context.active(), carrier);
  return carrier;
}

/** Does a job on behalf of who rang: under their correlation id, in a span of their trace. */
export function carriedOn<T>(carrier: Carrier, name: string, work: () => Promise<T>): Promise<T> {
  const { correlation, traceparent } = carrier;
  const before = traceparent === undefined ? context.active() : propagation.extract(context.active(), { traceparent });
  return trace.getTracer(TRACER).startActiveSpan(name, { kind: SpanKind.CONSUMER }, before, async (span) => {
    const id = correlation !== undefined && isCorrelation(correlation) ? correlation : newCorrelation();
    try {
      return await correlated(id, work);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
