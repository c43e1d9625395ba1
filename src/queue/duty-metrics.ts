import { Counter, Histogram } from 'prom-client';

const MS_PER_SECOND = 1000;

const durations = new Histogram({
  name: 'taux_juste_duty_duration_seconds',
  help: 'Time that a duty took, whatever came of it.',
  labelNames: ['duty'],
  buckets: [0.01, 0.1, 1, 10, 60, 600, 3600],
});

const failures = new Counter({
  name: 'taux_juste_duty_failures_total',
  help: 'Runs of a duty that failed.',
  labelNames: ['duty'],
});

export async function measured<T>(duty: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  try {
    return await work();
  } catch (error) {
    failures.inc({ duty });
    throw error;
  } finally {
    durations.observe({ duty }, (performance.now() - from) / MS_PER_SECOND);
  }
}
