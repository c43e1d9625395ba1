import type { Health } from './check-health';

export interface Readiness extends Health {
  readonly status: 'ok' | 'degraded' | 'down' | 'stopping';
}

/** What a process cannot be without: pages do without a queue, whose rings are rung again; a worker has nothing else. */
export interface Needs {
  readonly queue: boolean;
}

/** What is said to who asks whether to send work here. */
export function readinessOf(health: Health, stopping: boolean, needs: Needs): Readiness {
  const { database, queue, migrations } = health;
  const isDown = database === 'down' || migrations !== 'ok' || (needs.queue && queue === 'down');
  const isWell = database === 'ok' && queue === 'ok';
  const status = stopping ? 'stopping' : isDown ? 'down' : isWell ? 'ok' : 'degraded';
  return { status, ...health };
}

export const isReady = ({ status }: Readiness): boolean => status === 'ok' || status === 'degraded';
