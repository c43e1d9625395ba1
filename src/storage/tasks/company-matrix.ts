import type { MonthCounts } from '#domain/tasks/month';
import { firstDay, lastDay, type Period } from '#domain/values/local-date';
import type { Siren } from '#domain/values/siret';
import { Conditions } from '../conditions';
import type { Tx } from '../database';
import { matches, shownIn, stateOf } from './month-filter';
import type { Span } from './month-rows';

export interface CompanyRow {
  readonly siren: Siren;
  readonly company: string | null;
  readonly establishments: number;
  readonly counts: MonthCounts;
  /** Payroll of the oldest task to do, null when there is none. */
  readonly oldest: Period | null;
}

export interface MatrixScope {
  readonly month: Period;
  /** The companies that the caller sees; null for all. */
  readonly companies: readonly string[] | null;
  readonly search: string | null;
  readonly order: 'URGENCY' | 'NAME';
}

interface Row {
  readonly siren: Siren;
  readonly company: string | null;
  readonly establishments: number;
  readonly toDo: number;
  readonly postponed: number;
  readonly done: number;
  readonly doneForYou: number;
  readonly oldest: Period | null;
}

/** Who has the oldest task to do first, then who has most of them. */
const ORDERS: Readonly<Record<MatrixScope['order'], string>> = {
  URGENCY: `t.oldest NULLS LAST, coalesce(t."toDo", 0) DESC, coalesce(t.postponed, 0) DESC, c.name_folded, c.siren`,
  NAME: 'c.name_folded, c.siren',
};

/** One row per company, with how much the month holds in each state. Automatic updates are counted for this page only. */
export async function companyMatrix(tx: Tx, scope: MatrixScope, { skipped, count }: Span): Promise<CompanyRow[]> {
  const where = new Conditions();
  const month = where.value(scope.month);
  const tasks = new Conditions(where.parameters);
  for (const [rows, siren] of [
    [where, 'c.siren'],
    [tasks, 't.siren'],
  ] as const)
    rows.when(scope.companies, (sirens) => `${siren} = ANY(${rows.value(sirens)}::text[])`);
  where.when(scope.search, (text) => matches(where, text, 'c.siren'));
  const [first, last] = [where.value(firstDay(scope.month)), where.value(lastDay(scope.month))];
  const [limit, offset] = [where.value(count), where.value(skipped)];
  const rows = await tx.query<Row>(
    `SELECT p.*, n.establishments, u."doneForYou"
     FROM (SELECT c.siren, c.name AS company, t.oldest, row_number() OVER (ORDER BY ${ORDERS[scope.order]}) AS place,
             coalesce(t."toDo", 0) AS "toDo", coalesce(t.postponed, 0) AS postponed, coalesce(t.done, 0) AS done
           FROM company c LEFT JOIN (
             SELECT siren, count(*) FILTER (WHERE state = 'TO_DO') AS "toDo",
               count(*) FILTER (WHERE state = 'POSTPONED') AS postponed, count(*) FILTER (WHERE state = 'DONE') AS done,
               min(period) FILTER (WHERE state = 'TO_DO') AS oldest
             FROM (SELECT t.siren, t.period, ${stateOf(month)} AS state FROM task t
                   WHERE ${shownIn(month)} AND ${tasks.sql}) s GROUP BY siren) t ON t.siren = c.siren
           WHERE ${where.sql} ORDER BY ${ORDERS[scope.order]} LIMIT ${limit} OFFSET ${offset}) p,
       LATERAL (SELECT count(*) AS establishments FROM establishment e WHERE e.siren = p.siren) n,
       LATERAL (SELECT count(*) AS "doneForYou"
         FROM establishment e
         JOIN rate_profile r ON r.siret = e.siret AND r.position = 1 AND r.effective_from BETWEEN ${first} AND ${last}
         JOIN verdict v ON v.feed_id = r.feed_id AND v.siret = r.siret AND v.effective_from = r.effective_from
         WHERE e.siren = p.siren AND v.verdict = 'AUTO_UPDATED') u
     ORDER BY p.place`,
    where.parameters,
  );
  return rows.map(({ siren, company, establishments, oldest, toDo, postponed, done, doneForYou }) => ({
    ...{ siren, company, establishments, oldest },
    counts: { TO_DO: toDo, POSTPONED: postponed, DONE: done, DONE_FOR_YOU: doneForYou },
  }));
}
