import { createRequire } from 'node:module';
import { tracingSettings } from '#config/tracing-settings';

const settings = tracingSettings();

/**
 * To be imported before anything that serves or asks a database: those are wrapped as they are loaded. Without a
 * receiver nothing of it is loaded, and every span is one that does nothing.
 */
const tracing =
  settings === null
    ? null
    : (createRequire(__filename)('./tracing-sdk') as typeof import('./tracing-sdk')).startTracing(settings);

/** Sends the spans that wait; a receiver that does not answer is left after two seconds. */
export const endTracing = async (): Promise<void> => tracing?.end();
