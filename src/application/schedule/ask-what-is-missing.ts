import { Injectable } from '@nestjs/common';
import { itemNamed, ITEM_NAMES, SCHEDULE } from '#domain/schedule/items';
import { isLate, isRetryDue, TRIES_BEFORE_ALERT, wantedSlots } from '#domain/schedule/plan';
import { Database, type Tx } from '#storage/database';
import {
  alertOf,
  baselines,
  openRuns,
  planRuns,
  reopenRunsOfFuture,
  type NewRun,
  type ScheduleRun,
} from '#storage/schedule/runs';
import { minutesFrom } from '../access/moments';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import { datesOf, knownYears } from './campaign-years';
import { ScheduledWork } from './scheduled-work';
import { TellSupport } from './tell-support';

/** What ran under a clock further ahead than this has not been at its hour. */
const AHEAD_MINUTES = 2 * 24 * 60;

/**
 * The runs that are wanted now, by number, the oldest first. Asks which slots have fallen due and have no row, gives
 * them one, and tells support of those that are late; whoever asks at the same time finds the same rows.
 */
@Injectable()
export class AskWhatIsMissing {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
    private readonly tellSupport: TellSupport,
    private readonly work: ScheduledWork,
  ) {}

  async run(): Promise<readonly number[]> {
    const now = this.clock.now();
    const open = await this.database.transaction('system', async (tx) => {
      await this.plan(tx, now);
      const runs = await openRuns(tx);
      await alertOf(
        tx,
        runs.filter((run) => !run.alert && isOverdue(run, now)).map(({ id }) => id),
      );
      return runs;
    });
    await this.tellSupport.run(now);
    return open.filter((run) => isReady(run, now)).map(({ id }) => id);
  }

  private async plan(tx: Tx, now: string): Promise<void> {
    const since = await baselines(tx, ITEM_NAMES, now);
    const campaigns = datesOf(await knownYears(tx), this.rulebook.policy);
    const wanted = SCHEDULE.filter(({ name }) => !this.work.isIdle(name)).flatMap((item): NewRun[] =>
      wantedSlots(item, since.get(item.name) ?? now, now, campaigns).map((slot) => ({
        ...slot,
        alert: isLate(item, slot.dueAt, now),
        replacesOpen: item.missed === 'LATEST',
      })),
    );
    await reopenRunsOfFuture(tx, wanted, minutesFrom(now, AHEAD_MINUTES));
    await planRuns(tx, wanted, now);
  }
}

function isOverdue({ name, dueAt, startedAt }: ScheduleRun, now: string): boolean {
  const item = itemNamed(name);
  return item !== null && isLate(item, dueAt, startedAt ?? now);
}

/** One that began and says no error is under way somewhere, or was cut off by a crash: its lock tells which. */
function isReady({ name, startedAt, attempts, error }: ScheduleRun, now: string): boolean {
  if (itemNamed(name) === null) return false;
  if (startedAt === null || (error === null && attempts < TRIES_BEFORE_ALERT)) return true;
  return isRetryDue(attempts, startedAt, now);
}
