import { collectDefaultMetrics, register } from 'prom-client';

/** Memory, processor time and event loop of this process, under its name. */
export function measureProcess(role: string): void {
  register.setDefaultLabels({ process: role });
  collectDefaultMetrics();
}

/** All measures of this process, for one that shows them beside its own. */
export const measuresOfProcess = (): Promise<object> => register.getMetricsAsJSON();

export const measuresText = (): Promise<string> => register.metrics();
export const MEASURES_TYPE = register.contentType;
