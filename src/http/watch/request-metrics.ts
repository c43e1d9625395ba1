import { Histogram } from 'prom-client';

const MS_PER_SECOND = 1000;

/** A page is meant to be there within 0.3 s, whatever else is going on. */
const durations = new Histogram({
  name: 'taux_juste_http_request_duration_seconds',
  help: 'Time to answer, by route pattern and status.',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10, 60],
});

interface Answered {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
}

export const countRequest = ({ method, route, status, duration }: Answered): void =>
  durations.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, duration / MS_PER_SECOND);
