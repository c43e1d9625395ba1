import type { ListedTask, TaskPlace } from '#domain/tasks/listed-task';
import { doneForYou } from '#domain/tasks/listed-task';
import { titleOf, type Prefill, type TaskKind, type TaskReason, type TaskStatus } from '#domain/tasks/task';
import type { LocalDate, Period } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';

export interface TaskFilter {
  /** The month looked at; null = every month. */
  readonly period: Period | null;
  readonly siret: Siret | null;
  /** With what has ended and what was done by itself. */
  readonly all: boolean;
}

export type PlacedTask = ListedTask & { readonly place: TaskPlace };

/** A task with everything it holds. */
export interface StoredTask {
  readonly id: number;
  readonly siret: Siret;
  readonly siren: Siren;
  readonly kind: TaskKind;
  readonly cause: string;
  readonly reason: TaskReason;
  readonly period: Period;
  readonly status: TaskStatus;
  readonly prefill: Prefill;
  readonly outcome: unknown;
  readonly postponedUntil: Period | null;
  readonly postponements: number;
}

type ListedRow = TaskPlace & {
  readonly id: number;
  readonly siret: Siret;
  readonly period: Period;
  readonly kind: TaskKind;
  readonly reason: string;
  readonly status: TaskStatus;
  readonly postponedUntil: Period | null;
  readonly postponements: number;
};

type DoneRow = TaskPlace & {
  readonly feed: number;
  readonly siret: Siret;
  readonly rule: string;
  readonly effectiveFrom: LocalDate;
};

const PLACE = 'c.name AS company, e.town, e.postcode';
const PLACED = 'JOIN establishment e USING (siret) JOIN company c ON c.siren = e.siren';

/** An open task shows from its period on, until done; one that has ended shows until the month in which it did. */
export async function listTasks(tx: Tx, { period, siret, all }: TaskFilter): Promise<PlacedTask[]> {
  const rows = await tx.query<ListedRow>(
    `SELECT t.id, t.siret, t.period, t.kind, t.reason, t.status, t.postponed_until AS "postponedUntil",
            coalesce(p.count, 0) AS postponements, ${PLACE}
     FROM task t ${PLACED}
     LEFT JOIN (SELECT task_id, count(*) AS count FROM task_postponement GROUP BY task_id) p ON p.task_id = t.id
     WHERE (t.status = 'OPEN' OR $3) AND ($2::text IS NULL OR t.siret = $2)
       AND ($1::text IS NULL OR t.period <= $1
         AND (t.status = 'OPEN' OR $1 <= greatest(t.period, to_char(t.ended_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM'))))`,
    [period, siret, all],
  );
  return rows.map(({ company, town, postcode, id, ...task }) => ({
    ...task,
    id: String(id),
    title: titleOf(task.kind),
    place: { company, town, postcode },
  }));
}

/** What was updated without a person, from the verdicts themselves; the month is that of the rate's date of effect. */
export async function listDoneForYou(tx: Tx, { period, siret }: TaskFilter): Promise<PlacedTask[]> {
  const rows = await tx.query<DoneRow>(
    `SELECT v.feed_id AS feed, v.siret, v.rule, v.effective_from AS "effectiveFrom", ${PLACE}
     FROM verdict v ${PLACED}
     WHERE v.verdict = 'AUTO_UPDATED' AND v.effective_from IS NOT NULL
       AND ($2::text IS NULL OR v.siret = $2) AND ($1::text IS NULL OR to_char(v.effective_from, 'YYYY-MM') = $1)`,
    [period, siret],
  );
  return rows.map(({ company, town, postcode, ...done }) => ({
    ...doneForYou(done),
    place: { company, town, postcode },
  }));
}

/** Locked to the end of the transaction, so that two answers to one task cannot both count. */
export async function taskToChange(tx: Tx, id: number): Promise<StoredTask | null> {
  const [row] = await tx.query<StoredTask>(
    `SELECT id, siret, siren, kind, cause, reason, period, status, prefill, outcome, postponed_until AS "postponedUntil",
            (SELECT count(*) FROM task_postponement p WHERE p.task_id = t.id) AS postponements
     FROM task t WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return row ?? null;
}
