import { hasScheme } from './checks';

/** Where spans are sent and in whose name. */
export interface TracingSettings {
  /** Address of the receiver of traces. */
  readonly url: string;
  readonly service: string;
}

export const isCollector = (text: string): boolean => hasScheme(text, 'http:', 'https:');

/**
 * Read by itself and before everything else, because what is traced must be loaded after what traces it. Null when no
 * receiver is named; one that cannot be used is refused with the other variables.
 */
export function tracingSettings(source: NodeJS.ProcessEnv = process.env): TracingSettings | null {
  const endpoint = source.OTEL_EXPORTER_OTLP_ENDPOINT?.trim() ?? '';
  if (!isCollector(endpoint)) return null;
  const service = source.OTEL_SERVICE_NAME?.trim() ?? '';
  return { url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, service: service === '' ? 'taux-juste' : service };
}
