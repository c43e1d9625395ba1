import { Injectable } from '@nestjs/common';
import { itemNamed, type ItemName, type ScheduleItem } from '#domain/schedule/items';
import { TRIES_BEFORE_ALERT } from '#domain/schedule/plan';
import { refusalOfFailure } from '#storage/failures';
import { Database, LOCKS, type Tx } from '#storage/database';
import { endRun, failRun, isHeldUp, runOfId, startRun, wasAmiss, type ScheduleRun } from '#storage/schedule/runs';
import { Clock } from '../ports/clock';
import { ScheduledWork } from './scheduled-work';

/**
 * Makes one run of the schedule, once: whoever comes second finds it taken or ended. A crash lets go of it and the next
 * who asks takes it up; what it does stands being done again from the start.
 */
@Injectable()
export class RunScheduled {
  private lastInLine: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly work: ScheduledWork,
  ) {}

  /** What came of it in one French sentence; null when there was nothing to do, or not by this one, or not yet. */
  async run(id: number, stop: AbortSignal): Promise<string | null> {
    // Each holds one connection and works on others: within a process they queue here, before they hold any.
    const before = this.lastInLine;
    const done = before.then(() => this.database.aloneIfFree(LOCKS.run, id, () => this.take(id, stop)));
    this.lastInLine = done.catch(() => undefined);
    return done;
  }

  private async take(id: number, stop: AbortSignal): Promise<string | null> {
    const begun = await this.transaction((tx) => begin(tx, id, this.clock.now()));
    if (begun === null) return null;
    const { run, item } = begun;
    const about = `${item.title} (${run.slot})`;
    try {
      const done = await this.work.run(item.name, { slot: run.slot, dueAt: run.dueAt }, stop);
      if (done === null) return null;
      const { report, alert } = done;
      const at = this.clock.now();
      await this.transaction(async (tx) => {
        const isNews = alert && (item.tells === 'EACH_TIME' || !(await wasAmiss(tx, run)));
        await endRun(tx, id, { outcome: alert ? 'ALERT' : 'DONE', report, at, alert: isNews });
      });
      return `${about} : ${report}`;
    } catch (error) {
      const { message } = refusalOfFailure(error);
      await this.transaction((tx) => failRun(tx, id, message, run.attempts + 1 >= TRIES_BEFORE_ALERT));
      return `${about} : échec. ${message}`;
    }
  }

  private transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction('system', work);
  }
}

interface Begun {
  readonly run: ScheduleRun;
  readonly item: ScheduleItem;
}

async function begin(tx: Tx, id: number, now: string): Promise<Begun | null> {
  const run = await runOfId(tx, id);
  const item = run === null ? null : itemNamed(run.name);
  if (run === null || item === null || run.endedAt !== null) return null;
  const before: readonly ItemName[] = item.after;
  if (before.length > 0 && (await isHeldUp(tx, run, before, TRIES_BEFORE_ALERT))) return null;
  await startRun(tx, id, now);
  return { run, item };
}
