import type { ItemName } from '#domain/schedule/items';
import type { WantedSlot } from '#domain/schedule/plan';
import type { Tx } from '../database';

/** `BASELINE` is no run: from that instant on the item is known to this base. `REPLACED`: a later slot stood for it. */
export type RunOutcome = 'BASELINE' | 'DONE' | 'ALERT' | 'REPLACED';

export interface ScheduleRun {
  readonly id: number;
  readonly name: string;
  readonly slot: string;
  readonly dueAt: string;
  /** Earlier slots that it stands for. */
  readonly replaces: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly attempts: number;
  /** Null until it has ended. */
  readonly outcome: RunOutcome | null;
  /** One French sentence. */
  readonly report: string | null;
  /** Of the last attempt that failed, one French sentence; null since it succeeded. */
  readonly error: string | null;
  readonly alert: boolean;
}

const COLUMNS = `id, name, slot, due_at AS "dueAt", replaces, started_at AS "startedAt", ended_at AS "endedAt", attempts,
  outcome, report, error, alert`;

/**
 * Since when each item is known here, by name. An item seen for the first time begins now: nothing of before is made
 * good; a clock that was ahead when it began does not keep it waiting.
 */
export async function baselines(tx: Tx, names: readonly ItemName[], now: string): Promise<ReadonlyMap<string, string>> {
  const known = await readBaselines(tx);
  if (names.every((name) => (known.get(name) ?? '\uffff') <= now)) return known;
  await tx.query(
    `INSERT INTO schedule_run (name, slot, due_at, planned_at, ended_at, outcome)
     SELECT name, 'origine', $2, $2, $2, 'BASELINE' FROM unnest($1::text[]) name
     ON CONFLICT (name, slot) DO UPDATE SET due_at = least(schedule_run.due_at, excluded.due_at)`,
    [names, now],
  );
  return readBaselines(tx);
}

export async function readBaselines(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ name: string; since: string }>(
    `SELECT name, due_at AS since FROM schedule_run WHERE slot = 'origine'`,
  );
  return new Map(rows.map(({ name, since }) => [name, since]));
}

export interface NewRun extends WantedSlot {
  readonly alert: boolean;
  /** Whether it stands for what of its item is still open. */
  readonly replacesOpen: boolean;
}

/** Rows for the slots that have none; a slot is planned once, however many ask at the same time. */
export async function planRuns(tx: Tx, wanted: readonly NewRun[], now: string): Promise<void> {
  if (wanted.length === 0) return;
  const planned = await tx.query<{ name: string; dueAt: string }>(
    `INSERT INTO schedule_run (name, slot, due_at, planned_at, replaces, alert)
     SELECT name, key, "dueAt", $2, replaces, alert
     FROM json_to_recordset($1) AS w (name text, key text, "dueAt" timestamptz, replaces int, alert boolean)
     WHERE NOT EXISTS (SELECT FROM schedule_run r WHERE r.name = w.name AND r.slot = w.key)
     ORDER BY "dueAt" ON CONFLICT (name, slot) DO NOTHING RETURNING name, due_at AS "dueAt"`,
    [JSON.stringify(wanted), now],
  );
  const names = new Set<string>(wanted.filter(({ replacesOpen }) => replacesOpen).map(({ name }) => name));
  const newer = planned.filter(({ name }) => names.has(name));
  if (newer.length === 0) return;
  await tx.query(
    `UPDATE schedule_run r SET outcome = 'REPLACED', ended_at = $2
     FROM json_to_recordset($1) AS w (name text, "dueAt" timestamptz)
     WHERE r.name = w.name AND r.due_at < w."dueAt" AND r.ended_at IS NULL`,
    [JSON.stringify(newer), now],
  );
}

/**
 * Opens again what ended under a clock that was ahead by more than `aheadOf` says: its hour has come only now. Of these
 * slots only, and everything that runs may run twice.
 */
export async function reopenRunsOfFuture(tx: Tx, wanted: readonly WantedSlot[], aheadOf: string): Promise<void> {
  if (wanted.length === 0) return;
  await tx.query(
    `UPDATE schedule_run r SET outcome = NULL, ended_at = NULL, started_at = NULL, report = NULL, error = NULL, attempts = 0
     FROM json_to_recordset($1) AS w (name text, key text)
     WHERE r.name = w.name AND r.slot = w.key AND r.ended_at IS NOT NULL AND r.started_at > $2`,
    [JSON.stringify(wanted.map(({ name, key }) => ({ name, key }))), aheadOf],
  );
}

/** What has not ended, oldest first. */
export const openRuns = (tx: Tx): Promise<ScheduleRun[]> =>
  tx.query<ScheduleRun>(`SELECT ${COLUMNS} FROM schedule_run WHERE ended_at IS NULL ORDER BY due_at, id`);

export async function runOfSlot(tx: Tx, name: string, slot: string): Promise<ScheduleRun | null> {
  const [row] = await tx.query<ScheduleRun>(`SELECT ${COLUMNS} FROM schedule_run WHERE name = $1 AND slot = $2`, [
    name,
    slot,
  ]);
  return row ?? null;
}

export async function runOfId(tx: Tx, id: number): Promise<ScheduleRun | null> {
  const [row] = await tx.query<ScheduleRun>(`SELECT ${COLUMNS} FROM schedule_run WHERE id = $1`, [id]);
  return row ?? null;
}

/** Whether one of these items has an older slot that has not ended and has not failed again and again either. */
export async function isHeldUp(
  tx: Tx,
  { dueAt }: Pick<ScheduleRun, 'dueAt'>,
  names: readonly ItemName[],
  tries: number,
): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM schedule_run WHERE name = ANY ($1) AND due_at <= $2 AND ended_at IS NULL AND attempts < $3 LIMIT 1`,
    [names, dueAt, tries],
  );
  return rows.length > 0;
}

export async function startRun(tx: Tx, id: number, now: string): Promise<void> {
  await tx.query('UPDATE schedule_run SET started_at = $2, attempts = attempts + 1 WHERE id = $1', [id, now]);
}

/** Whether the run before this one, of the same item, ended with something amiss. */
export async function wasAmiss(tx: Tx, { name, dueAt }: Pick<ScheduleRun, 'name' | 'dueAt'>): Promise<boolean> {
  const [before] = await tx.query<{ outcome: RunOutcome }>(
    `SELECT outcome FROM schedule_run WHERE name = $1 AND due_at < $2 AND outcome IN ('DONE', 'ALERT')
     ORDER BY due_at DESC LIMIT 1`,
    [name, dueAt],
  );
  return before?.outcome === 'ALERT';
}

export interface RunEnd {
  readonly outcome: 'DONE' | 'ALERT';
  readonly report: string;
  readonly at: string;
  /** Whether support is to be told; what lateness called for stays. */
  readonly alert: boolean;
}

export async function endRun(tx: Tx, id: number, { outcome, report, at, alert }: RunEnd): Promise<void> {
  await tx.query(
    `UPDATE schedule_run SET outcome = $2, report = $3, ended_at = $4, error = NULL, alert = alert OR $5
     WHERE id = $1`,
    [id, outcome, report, at, alert],
  );
}

/** It stays open, to be tried again. */
export async function failRun(tx: Tx, id: number, error: string, alert: boolean): Promise<void> {
  await tx.query('UPDATE schedule_run SET error = $2, alert = alert OR $3 WHERE id = $1', [id, error, alert]);
}

export async function alertOf(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('UPDATE schedule_run SET alert = true WHERE id = ANY ($1)', [ids]);
}

/** What support has not been told, locked: whoever takes them tells them. */
export const runsToTell = (tx: Tx, since: string): Promise<ScheduleRun[]> =>
  tx.query<ScheduleRun>(
    `SELECT ${COLUMNS} FROM schedule_run WHERE alert AND told_at IS NULL AND due_at > $1
     ORDER BY due_at, id FOR UPDATE SKIP LOCKED`,
    [since],
  );

export async function markTold(tx: Tx, ids: readonly number[], at: string): Promise<void> {
  await tx.query('UPDATE schedule_run SET told_at = $2 WHERE id = ANY ($1)', [ids, at]);
}

/** The last runs of each item, latest slot first; those that a later slot stood for are left out. */
export const lastRuns = (tx: Tx, names: readonly ItemName[], count: number): Promise<ScheduleRun[]> =>
  tx.query<ScheduleRun>(
    `SELECT r.* FROM unnest($1::text[]) AS item (name), LATERAL (
       SELECT ${COLUMNS} FROM schedule_run s
       WHERE s.name = item.name AND s.outcome IS DISTINCT FROM 'BASELINE' AND s.outcome IS DISTINCT FROM 'REPLACED'
       ORDER BY s.due_at DESC LIMIT $2) r`,
    [names, count],
  );
