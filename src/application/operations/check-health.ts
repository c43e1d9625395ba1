import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { isUpToDate } from '#storage/migrate';
import { JobQueue, type QueueState } from '../ports/job-queue';
import { WallClock } from '../ports/clock';

/** Answers, answers late or holds work too long, does not answer. */
export type Standing = 'ok' | 'late' | 'down';

export interface Health {
  readonly database: Standing;
  readonly queue: Standing;
  /** Late while the tables are not those of this release; down when nobody can tell. */
  readonly migrations: Standing;
}

const LATE_MS = 1_000;
const PATIENCE_MS = 3_000;
/** The sweep rings every half minute and workers answer at once: a ring that waits this long has nobody to answer it. */
const FORGOTTEN_MS = 120_000;

/** Whether what a process stands on is there; answers within three seconds whatever happens. */
@Injectable()
export class CheckHealth {
  constructor(
    private readonly database: Database,
    private readonly jobQueue: JobQueue,
    private readonly wallClock: WallClock,
  ) {}

  async run(): Promise<Health> {
    const [base, queue] = await Promise.all([this.lookAtBase(), this.lookAtQueue()]);
    return { ...base, queue };
  }

  private async lookAtBase(): Promise<Omit<Health, 'queue'>> {
    const from = performance.now();
    const upToDate = await inTime(() => isUpToDate(this.database.source));
    if (!upToDate.ok) return { database: 'down', migrations: 'down' };
    const database = performance.now() - from > LATE_MS ? 'late' : 'ok';
    return { database, migrations: upToDate.value ? 'ok' : 'late' };
  }

  private async lookAtQueue(): Promise<Standing> {
    const answered = await inTime(() => this.jobQueue.state());
    if (!answered.ok) return 'down';
    return isForgotten(answered.value, this.wallClock.now()) ? 'late' : 'ok';
  }
}

const isForgotten = ({ oldestAt }: QueueState, now: string): boolean =>
  oldestAt !== null && Date.parse(now) - Date.parse(oldestAt) > FORGOTTEN_MS;

type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

async function inTime<T>(work: () => Promise<T>): Promise<Answered<T>> {
  const late = sleep(PATIENCE_MS, { ok: false } as const, { ref: false });
  const asked = work().then(
    (value) => ({ ok: true, value }) as const,
    () => ({ ok: false }) as const,
  );
  return Promise.race([asked, late]);
}
