import { randomBytes } from 'node:crypto';
import { trace } from '@opentelemetry/api';
import { correlationId } from '#storage/correlation';

/** For the doors, which never reach storage themselves. */
export { correlated, correlationId } from '#storage/correlation';

/** What each line of the log says of the request or job that it belongs to. */
export function factsAround(): Readonly<Record<string, string>> {
  const id = correlationId();
  const span = trace.getActiveSpan()?.spanContext();
  return { ...(id === null ? {} : { correlation: id }), ...(span === undefined ? {} : { trace: span.traceId }) };
}

const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const OURS = /^[\w.-]{8,64}$/;
/** Thirteen or fifteen digits could be somebody's NIR, which no log of ours may hold. */
const ONLY_DIGITS = /^[\d.-]+$/;

/**
 * The id that a request brings, by the trace it belongs to or by the name that a proxy gave it; a new one when it brings
 * none that may be written into a log as it is.
 */
export function correlationOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const { traceparent, 'x-request-id': asked } = headers;
  const traced = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
  if (traced !== undefined) return traced;
  return typeof asked === 'string' && isCorrelation(asked) ? asked : newCorrelation();
}

export const isCorrelation = (text: string): boolean => OURS.test(text) && !ONLY_DIGITS.test(text);

/** That of the trace under way where traces are kept, so that one id finds both. */
export const newCorrelation = (): string =>
  trace.getActiveSpan()?.spanContext().traceId ?? randomBytes(16).toString('hex');
