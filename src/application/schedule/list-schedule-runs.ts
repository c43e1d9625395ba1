import { Injectable } from '@nestjs/common';
import type { KnownYear } from '#domain/campaign/calendar';
import { ITEM_NAMES, SCHEDULE, type ItemName, type ScheduleItem } from '#domain/schedule/items';
import { firstMissing } from '#domain/schedule/plan';
import { nextSlot, type Slot } from '#domain/schedule/rhythm';
import { alertSentence, rhythmWords, slotWords, standingOf, type Standing } from '#domain/schedule/standing';
import { Database } from '#storage/database';
import { campaignRows, type CampaignRow } from '#storage/campaign/campaigns';
import { lastRuns, readBaselines, type ScheduleRun } from '#storage/schedule/runs';
import { Clock } from '../ports/clock';
import { momentWords, parisDay } from '../ports/paris';
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
    const { years, opened, since, runs } = await this.database.transaction('system', async (tx) => ({
      years: await knownYears(tx),
      opened: await campaignRows(tx),
      since: await readBaselines(tx),
      runs: await lastRuns(tx, ITEM_NAMES, SHOWN),
    }));
    const campaigns = datesOf(years, this.rulebook.policy);
    const unknownYear = firstUnknown(years, Number(parisDay(now).slice(0, 4)));
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
        sentence: sentenceOf(item, standing, {
          last,
          missing,
          next,
          unknownYear,
          byHand: byHand(item, opened, last, now),
        }),
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
  /** From this year on, the first whose date of effect is not known. */
  readonly unknownYear: number;
  /** What somebody did of the campaign without the schedule, as a sentence; empty when nobody did. */
  readonly byHand: string;
}

function firstUnknown(years: readonly KnownYear[], from: number): number {
  let year = from;
  while (years.some((known) => known.year === year)) year += 1;
  return year;
}

/** Of the latest campaign, when no run of ours did it. */
function byHand(
  { rhythm }: ScheduleItem,
  opened: readonly CampaignRow[],
  last: ScheduleRun | null,
  now: string,
): string {
  const [campaign] = opened.filter(({ openedAt }) => openedAt <= now);
  if (rhythm.every !== 'CAMPAIGN' || campaign === undefined) return '';
  const [act, at] = rhythm.step === 'opensAt' ? ['ouverte', campaign.openedAt] : ['close', campaign.closedAt];
  if (at === null || at > now || (last !== null && Number(last.slot) >= campaign.year)) return '';
  return ` La campagne ${String(campaign.year)} a été ${act} à la main le ${momentWords(at)}.`;
}

function sentenceOf(item: ScheduleItem, standing: Standing, known: Known): string {
  const { last, missing, next, unknownYear, byHand } = known;
  const then =
    next === null
      ? `Prochain passage : inconnu tant qu’aucune table ne donne la date d’effet de ${String(unknownYear)}.`
      : `Prochain passage le ${momentWords(next.dueAt)}.`;
  switch (standing) {
    case 'IDLE':
      return 'Rien n’est configuré pour ce passage : il n’a pas lieu.';
    case 'WAITING':
      return `Pas encore passé ici.${byHand} ${then}`;
    case 'ON_TIME':
      return `${last?.report ?? 'Fait.'}${byHand} ${then}`;
    case 'RUNNING':
      return `En cours depuis le ${momentWords(last?.startedAt ?? last?.dueAt ?? '')}.`;
    case 'DUE':
      return `À faire depuis le ${momentWords(missing?.dueAt ?? last?.dueAt ?? '')} : un travailleur s’en charge dans la minute.`;
    case 'LATE':
      return lateSentence(item, missing?.key ?? last?.slot ?? '');
    case 'FAILED':
    case 'ALERT':
      return last === null ? then : alertSentence(item, last);
  }
}

/** Of slots that are made one by one the last is made unless another is named; where the latest stands for all, it is the one. */
function lateSentence({ name, missed }: ScheduleItem, slot: string): string {
  const command = missed === 'EACH' ? `schedule run ${name} --slot ${slot}` : `schedule run ${name}`;
  return `Pas encore fait pour ${slotWords(slot)} : vérifiez qu’un travailleur tourne, ou lancez « ${command} ».`;
}
