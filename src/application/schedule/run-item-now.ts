import { Injectable } from '@nestjs/common';
import { ITEM_NAMES, itemNamed, type ScheduleItem } from '#domain/schedule/items';
import { slotsDue, type Slot } from '#domain/schedule/rhythm';
import { accepted, refused, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { planRuns, runOfSlot, type ScheduleRun } from '#storage/schedule/runs';
import { minutesFrom } from '../access/moments';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import { datesOf, knownYears } from './campaign-years';
import { RunScheduled } from './run-scheduled';

/** How far back somebody may reach by hand: further than any item makes good by itself. */
const REACH_MINUTES = 800 * 24 * 60;

/** A run as it stands after somebody asked for it. */
export interface RunAsked extends ScheduleRun {
  /** It had ended before: nothing was made again, and its report is the former one. */
  readonly alreadyDone: boolean;
}

/** Makes a run by hand: the last slot that fell due, or the one named. A slot that has ended is not made twice. */
@Injectable()
export class RunItemNow {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
    private readonly runScheduled: RunScheduled,
  ) {}

  /** The run as it stands afterwards: done, failed, or under way elsewhere. */
  async run(name: string, slotKey: string | null): Promise<Result<RunAsked>> {
    const item = itemNamed(name);
    if (item === null) {
      const known = ITEM_NAMES.join(', ');
      return refused(
        'PASSAGE_INCONNU',
        `Le passage « ${name.slice(0, 40)} » n’existe pas : choisissez parmi ${known}.`,
      );
    }
    const now = this.clock.now();
    const slot = await this.slotOf(item, slotKey, now);
    if (slot === null) {
      const asked = slotKey === null ? 'aucun' : `« ${slotKey.slice(0, 30)} »`;
      return refused(
        'CRENEAU_INCONNU',
        `Créneau de ${name} : ${asked} n’est échu à ce jour ; « schedule list » donne le prochain, et --slot s’écrit comme 2026, 2026-01 ou 2026-01-06.`,
      );
    }
    const planned = { ...slot, name: item.name, replaces: 0, alert: false, replacesOpen: false };
    const run = await this.database.transaction('system', async (tx) => {
      await planRuns(tx, [planned], now);
      return runOfSlot(tx, name, slot.key);
    });
    if (run === null) throw new Error('A planned run has no row.');
    if (run.endedAt !== null) return accepted({ ...run, alreadyDone: true });
    await this.runScheduled.run(run.id, new AbortController().signal);
    const after = await this.database.transaction('system', (tx) => runOfSlot(tx, name, slot.key));
    return accepted({ ...(after ?? run), alreadyDone: false });
  }

  private async slotOf(item: ScheduleItem, key: string | null, now: string): Promise<Slot | null> {
    const years = await this.database.transaction('system', knownYears);
    const campaigns = datesOf(years, this.rulebook.policy);
    const slots = slotsDue(item.rhythm, minutesFrom(now, -REACH_MINUTES), now, campaigns);
    return (key === null ? slots.at(-1) : slots.find((slot) => slot.key === key)) ?? null;
  }
}
