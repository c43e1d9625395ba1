import type { VerdictKind } from '#domain/reconciliation/verdict';
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
