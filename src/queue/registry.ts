import { JOBS, type JobName } from '#application/ports/job-queue';

/** What a job does: one verb, and one sentence about what came of it, or null when there was nothing to do. */
export interface JobHandler {
  readonly job: JobName;
  run(): Promise<string | null>;
}

/** The handler of each job; checked when a worker starts: no job without handler, none with two. */
export class JobRegistry {
  private readonly handlers: ReadonlyMap<string, JobHandler>;

  constructor(handlers: readonly JobHandler[]) {
    const answered = handlers.map(({ job }): string => job);
    for (const job of JOBS) {
      const count = answered.filter((name) => name === job).length;
      if (count !== 1)
        throw new Error(`Le travail « ${job} » a ${count} exécutant(s) au lieu d'un : corrigez src/queue.`);
    }
    this.handlers = new Map(handlers.map((handler) => [handler.job, handler]));
  }

  /** Null for a name that only an older or a newer release knows. */
  handlerOf(name: string): JobHandler | null {
    return this.handlers.get(name) ?? null;
  }
}
