import type { Prefill, TaskKind, TaskReason } from '#domain/tasks/task';
import type { Period } from '#domain/values/local-date';
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
