import type { TaskKind } from '#domain/tasks/task';
import type { Period } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '../database';
import type { StoredTask } from './read-tasks';

/** A task with its days, whatever became of it. */
export interface DatedTaskRow extends StoredTask {
  readonly openedAt: string;
  readonly endedAt: string | null;
}

export interface KeptPostponement {
  readonly until: Period;
  readonly reason: string;
  readonly actor: string;
  readonly at: string;
}

export async function readTask(tx: Tx, id: number): Promise<DatedTaskRow | null> {
  const [row] = await tx.query<DatedTaskRow>(
    `SELECT id, siret, siren, kind, cause, reason, period, status, prefill, outcome, postponed_until AS "postponedUntil",
            (SELECT count(*) FROM task_postponement p WHERE p.task_id = t.id) AS postponements,
            opened_at AS "openedAt", ended_at AS "endedAt"
     FROM task t WHERE id = $1`,
    [id],
  );
  return row ?? null;
}

/** How often a task was put off, the first time first. */
export const postponementsOf = (tx: Tx, id: number): Promise<KeptPostponement[]> =>
  tx.query<KeptPostponement>('SELECT until, reason, actor, at FROM task_postponement WHERE task_id = $1 ORDER BY at', [
    id,
  ]);

export interface NextTask {
  readonly id: number;
  readonly kind: TaskKind;
  readonly siret: Siret;
  readonly company: string | null;
  readonly town: string | null;
  /** How many are left in the month, this one included. */
  readonly left: number;
}

export interface NextWanted {
  readonly after: { readonly id: number; readonly siret: Siret };
  readonly month: Period;
  /** Null for all. */
  readonly companies: readonly string[] | null;
}

/** The task to go on with: the same establishment's first, then the most urgent of the month. */
export async function nextOpenTask(tx: Tx, { after, month, companies }: NextWanted): Promise<NextTask | null> {
  const [row] = await tx.query<NextTask>(
    `SELECT t.id, t.kind, t.siret, c.name AS company, e.town, count(*) OVER () AS left
     FROM task t JOIN establishment e USING (siret) JOIN company c ON c.siren = e.siren
     WHERE t.status = 'OPEN' AND t.id <> $1 AND t.period <= $3 AND coalesce(t.postponed_until, '') <= $3
       AND ($4::text[] IS NULL OR t.siren = ANY ($4))
     ORDER BY t.siret <> $2, t.period,
       array_position(ARRAY['FIRST_PAYROLL', 'INCOHERENCE', 'ANNUAL_RENEWAL', 'EMPLOYEE_AFFILIATION'], t.kind), t.siret, t.id
     LIMIT 1`,
    [after.id, after.siret, month, companies],
  );
  return row ?? null;
}

/** Months of an establishment, from one on, whose DSN is in; oldest first. */
export async function declaredSince(tx: Tx, siret: Siret, first: Period): Promise<Period[]> {
  const rows = await tx.query<{ period: Period }>(
    'SELECT DISTINCT period FROM declared_contract WHERE siret = $1 AND period >= $2 AND NOT superseded ORDER BY period',
    [siret, first],
  );
  return rows.map(({ period }) => period);
}
