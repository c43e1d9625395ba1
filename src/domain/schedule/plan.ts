import type { CampaignDates } from '../campaign/calendar';
import type { ItemName, ScheduleItem } from './items';
import { slotsDue, type Slot } from './rhythm';

export interface WantedSlot extends Slot {
  readonly name: ItemName;
  /** Earlier slots that this one stands for. */
  readonly replaces: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * The slots of an item that must have a run by now, oldest first: a question about what is missing, never about
 * whether it is the hour. `since` is the instant from which the item is known to this base (ISO, as `now`).
 */
export function wantedSlots(
  item: ScheduleItem,
  since: string,
  now: string,
  campaigns: readonly CampaignDates[],
): readonly WantedSlot[] {
  const { name, rhythm, missed, lookBackDays } = item;
  const horizon = new Date(Date.parse(now) - lookBackDays * DAY_MS).toISOString();
  const slots = slotsDue(rhythm, since > horizon ? since : horizon, now, campaigns);
  if (missed === 'EACH') return slots.map((slot) => ({ ...slot, name, replaces: 0 }));
  const last = slots.at(-1);
  return last === undefined ? [] : [{ ...last, name, replaces: slots.length - 1 }];
}

/** The oldest slot that fell due after the last run, within what is made good; null when none did. */
export function firstMissing(
  { rhythm, lookBackDays }: ScheduleItem,
  { since, last }: { readonly since: string; readonly last: string | null },
  now: string,
  campaigns: readonly CampaignDates[],
): Slot | null {
  const horizon = new Date(Date.parse(now) - lookBackDays * DAY_MS).toISOString();
  const [from = horizon] = [since, last ?? since, horizon].sort().reverse();
  return slotsDue(rhythm, from, now, campaigns)[0] ?? null;
}

/** Whether support is to be told that a run began, or has still not begun, so long after its hour. */
export const isLate = ({ lateAfterMinutes }: ScheduleItem, dueAt: string, at: string): boolean =>
  Date.parse(at) - Date.parse(dueAt) > lateAfterMinutes * MINUTE_MS;

/** Minutes to wait after each attempt that failed: it is tried again for as long as it is wanted. */
const WAITS = [1, 5, 15, 60] as const;
/** From so many attempts on it is no passing trouble any more: support is told. */
export const TRIES_BEFORE_ALERT = 3;

/** Whether a run that failed may be tried again at `now`; a clock that was set back makes nobody wait. */
export function isRetryDue(attempts: number, lastTryAt: string, now: string): boolean {
  const minutes = WAITS[Math.min(attempts, WAITS.length) - 1] ?? 0;
  const waited = Date.parse(now) - Date.parse(lastTryAt);
  return waited < 0 || waited >= minutes * MINUTE_MS;
}
