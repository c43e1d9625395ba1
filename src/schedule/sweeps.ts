import type { JobName } from '#application/ports/job-queue';

/** How often somebody looks whether there is something to do. It asks what is missing, never what time it is. */
export interface Sweep {
  readonly job: JobName;
  readonly everyMs: number;
}

export const SWEEPS: readonly Sweep[] = [
  { job: 'finish-batches', everyMs: 30_000 },
  { job: 'post-mail', everyMs: 60_000 },
];
