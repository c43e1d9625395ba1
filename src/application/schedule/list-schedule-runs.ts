import { Injectable } from '@nestjs/common';
import { ITEM_NAMES, SCHEDULE, type ItemName, type ScheduleItem } from '#domain/schedule/items';
import { firstMissing } from '#domain/schedule/plan';
import { nextSlot, type Slot } from '#domain/schedule/rhythm';
import { alertSentence, rhythmWords, slotWords, standingOf, type Standing } from '#domain/schedule/standing';
import { Database } from '#storage/database';
import { lastRuns, readBaselines, type ScheduleRun } from '#storage/schedule/runs';
import { Clock } from '../ports/clock';
import { momentWords } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { datesOf, knownYears } from './campaign-years';
import { ScheduledWork } from './scheduled-work';

export type { Standing } from '#domain/schedule/standing';

export interface ScheduledItem {
  readonly name: ItemName;
  readonly title: string;
  readonly reason: string;
  /** `chaque jour à 7 h 00`. */
  readonly rhythm: string;
  readonly standing: Standing;
  /** Where it stands, in one French sentence. */
  readonly sentence: string;
  /** Null while none was made. */
  readonly last: ScheduleRun | null;
  /** ISO instant; null when the date of the next campaign is not known. */
  readonly nextDueAt: string | null;
  /** The latest first, the last included. */
  readonly runs: readonly ScheduleRun[];
}

const SHOWN = 12;

/** Where everything that runs by itself stands. Answers from rows, whether or not anything runs. */
@Injectable()
export class ListScheduleRuns {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
    private readonly work: ScheduledWork,
  ) {}

  async run(): Promise<readonly ScheduledItem[]> {
    const now = this.clock.now();
    const { years, since, runs } = await this.database.transaction('system', async (tx) => ({
      years: await knownYears(tx),
      since: await readBaselines(tx),
      runs: await lastRuns(tx, ITEM_NAMES, SHOWN),
    }));
    const campaigns = datesOf(years, this.rulebook.policy);
    return SCHEDULE.map((item) => {
      const own = runs.filter(({ name }) => name === item.name);
      // Ahead of now stands what a clock that was ahead has done: it is not the last of this clock.
      const last = own.find(({ dueAt }) => dueAt <= now) ?? null;
      const known = { since: since.get(item.name) ?? now, last: last?.dueAt ?? null };
      const missing = firstMissing(item, known, now, campaigns);
      const isIdle = this.work.isIdle(item.name);
      const next = isIdle ? null : nextSlot(item.rhythm, now, campaigns);
      const standing = isIdle ? 'IDLE' : standingOf(item, last, missing, now);
      return {
        name: item.name,
        title: item.title,
        reason: item.reason,
        rhythm: rhythmWords(item.rhythm),
        standing,
        sentence: sentenceOf(item, standing, { last, missing, next }),
        last,
        nextDueAt: next?.dueAt ?? null,
        runs: own,
      };
    });
  }
}

interface Known {
  readonly last: ScheduleRun | null;
  readonly missing: Slot | null;
  readonly next: Slot | null;
}

function sentenceOf(item: ScheduleItem, standing: Standing, { last, missing, next }: Known): string {
  const then =
    next === null
      ? 'Prochain passage : inconnu tant qu’aucune table ne donne la date d’effet.'
      : `Prochain passage le ${momentWords(next.dueAt)}.`;
  switch (standing) {
    case 'IDLE':
      return 'Rien n’est configuré pour ce passage : il n’a pas lieu.';
    case 'WAITING':
      return `Pas encore passé ici. ${then}`;
    case 'ON_TIME':
      return `${last?.report ?? 'Fait.'} ${then}`;
    case 'RUNNING':
      return `En cours depuis le ${momentWords(last?.startedAt ?? last?.dueAt ?? '')}.`;
    case 'DUE':
      return `À faire depuis le ${momentWords(missing?.dueAt ?? last?.dueAt ?? '')} : un travailleur s’en charge dans la minute.`;
    case 'LATE':
      return `Pas encore fait pour ${slotWords(missing?.key ?? last?.slot ?? '')} : vérifiez qu’un travailleur tourne, ou lancez « schedule run ${item.name} ».`;
    case 'FAILED':
    case 'ALERT':
      return last === null ? then : alertSentence(item, last);
  }
}
