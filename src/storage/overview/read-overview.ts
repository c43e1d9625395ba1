import type { Facts, Reason, VerdictKind } from '#domain/reconciliation/verdict';
import type { Prefill, TaskKind, TaskReason } from '#domain/tasks/task';
import type { LocalDate, Period } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '../database';

/** What is on file, as the first page counts it. */
export interface Totals {
  readonly companies: number;
  readonly establishments: number;
  readonly employees: number;
  readonly feeds: number;
  readonly held: number;
}

export async function totals(tx: Tx): Promise<Totals> {
  const [counted] = await tx.query<Totals>(
    `SELECT (SELECT count(*) FROM company) AS companies, (SELECT count(*) FROM establishment) AS establishments,
       (SELECT count(*) FROM employee) AS employees, (SELECT count(*) FROM feed) AS feeds,
       (SELECT count(*) FROM set_aside WHERE status = 'OPEN' AND cause = 'HELD') AS held`,
  );
  return counted ?? { companies: 0, establishments: 0, employees: 0, feeds: 0, held: 0 };
}

/** Companies on file that are none of `sirens`. */
export async function otherCompanies(tx: Tx, sirens: readonly string[]): Promise<number> {
  const [row] = await tx.query<{ others: number }>('SELECT count(*) AS others FROM company WHERE NOT siren = ANY($1)', [
    sirens,
  ]);
  return row?.others ?? 0;
}

export interface OpenTaskCount {
  readonly kind: TaskKind;
  readonly count: number;
}

export const openTaskCounts = (tx: Tx): Promise<OpenTaskCount[]> =>
  tx.query<OpenTaskCount>(`SELECT kind, count(*) AS count FROM task WHERE status = 'OPEN' GROUP BY kind ORDER BY kind`);

export interface CampaignRow {
  readonly year: number;
  readonly effectiveFrom: LocalDate;
  readonly openedAt: string;
  readonly closedAt: string | null;
}

export async function latestCampaign(tx: Tx): Promise<CampaignRow | null> {
  const [row] = await tx.query<CampaignRow>(
    `SELECT year, effective_from AS "effectiveFrom", opened_at AS "openedAt", closed_at AS "closedAt"
     FROM campaign ORDER BY effective_from DESC LIMIT 1`,
  );
  return row ?? null;
}

export interface FeedRow {
  readonly id: number;
  readonly file: string;
  readonly lines: number;
  readonly receivedAt: string;
  /** At reception; null while the batch is being decided. */
  readonly verdicts: Readonly<Record<VerdictKind, number>> | null;
  readonly withheld: boolean;
}

/** The latest feeds first, those before `before` when one is given. */
export const feedRows = (tx: Tx, before: number | null, count: number): Promise<FeedRow[]> =>
  tx.query<FeedRow>(
    `SELECT f.id, f.file, f.lines, f.received_at AS "receivedAt", f.verdicts, b.withheld
     FROM feed f JOIN batch b ON b.id = f.batch_id
     WHERE $1::bigint IS NULL OR f.id < $1 ORDER BY f.id DESC LIMIT $2`,
    [before, count],
  );

/** Where an establishment is and whose. */
interface Placed {
  readonly company: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
}

export interface VerdictRow extends Placed {
  readonly feed: number;
  readonly file: string;
  readonly siret: Siret;
  readonly verdict: VerdictKind;
  readonly reason: Reason | null;
  readonly rule: string;
  readonly facts: Facts;
  readonly effectiveFrom: LocalDate | null;
}

export interface VerdictFilter {
  readonly feed: number | null;
  readonly verdict: VerdictKind | null;
  /** The last row of the page before. */
  readonly after: { readonly feed: number; readonly siret: string } | null;
}

/** Feeds that may hold such a verdict: what waited at reception may have become any other since. */
const FEEDS_WITH = `ARRAY(SELECT id FROM feed WHERE verdicts IS NULL OR greatest(
  (verdicts->>$2)::integer, (verdicts->>'HELD')::integer, (verdicts->>'QUARANTINED')::integer) > 0)`;

/**
 * The verdict that stands for each document and establishment, latest document first: a second decision hides the first.
 * Inside a document by SIRET, from the last to the first: so the primary key is read backwards up to the page's end, or
 * the index of rare verdicts, and a page of a national feed costs a few milliseconds.
 */
export const verdictRows = (tx: Tx, { feed, verdict, after }: VerdictFilter, count: number): Promise<VerdictRow[]> =>
  tx.query<VerdictRow>(
    `SELECT v.feed_id AS feed, f.file, v.siret, v.verdict, v.reason, v.rule, v.facts, v.effective_from AS "effectiveFrom",
            c.name AS company, e.town, e.postcode
     FROM (
       SELECT * FROM verdict v
       WHERE ($1::bigint IS NULL OR v.feed_id = $1)
         AND ($2::text IS NULL OR (v.verdict = $2 AND v.feed_id = ANY (${FEEDS_WITH})))
         AND ($3::bigint IS NULL OR (v.feed_id, v.siret) < ($3, $4))
         AND NOT EXISTS (SELECT FROM verdict n WHERE n.feed_id = v.feed_id AND n.siret = v.siret AND n.attempt > v.attempt)
       ORDER BY v.feed_id DESC, v.siret DESC LIMIT $5) v
     JOIN feed f ON f.id = v.feed_id
     LEFT JOIN establishment e ON e.siret = v.siret LEFT JOIN company c ON c.siren = e.siren
     ORDER BY v.feed_id DESC, v.siret DESC`,
    [feed, verdict, after?.feed ?? null, after?.siret ?? null, count],
  );

export interface TaskRow extends Placed {
  readonly id: number;
  readonly siret: Siret;
  readonly period: Period;
  readonly kind: TaskKind;
  readonly reason: TaskReason;
  readonly postponedUntil: Period | null;
  readonly prefill: Prefill;
}

/** Open tasks, the dearest to forget first; `skipped` are on the pages before. */
export const taskRows = (tx: Tx, skipped: number, count: number): Promise<TaskRow[]> =>
  tx.query<TaskRow>(
    `SELECT t.id, t.siret, t.period, t.kind, t.reason, t.postponed_until AS "postponedUntil", t.prefill,
            c.name AS company, e.town, e.postcode
     FROM task t JOIN establishment e ON e.siret = t.siret JOIN company c ON c.siren = e.siren
     WHERE t.status = 'OPEN'
     ORDER BY t.period,
       array_position(ARRAY['FIRST_PAYROLL', 'INCOHERENCE', 'ANNUAL_RENEWAL', 'EMPLOYEE_AFFILIATION'], t.kind), t.siret, t.id
     OFFSET $1 LIMIT $2`,
    [skipped, count],
  );

/** True once the tables are there: every migration of this program has run. */
export async function answers(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ ready: boolean }>(`SELECT to_regclass('public.audit_entry') IS NOT NULL AS ready`);
  return row?.ready ?? false;
}
