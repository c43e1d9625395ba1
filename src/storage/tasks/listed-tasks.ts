import { listedTask, URGENCY, type ListedTask, type TaskFacts, type TaskPlace } from '#domain/tasks/listed-task';
import type { Period } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '../database';
import { pagesOf } from '../pages';

export interface TaskFilter {
  /** The month looked at; null = every month. */
  readonly period: Period | null;
  readonly siret: Siret | null;
  /** The companies to keep to; null for all. */
  readonly companies: readonly string[] | null;
  /** With what has ended and what was done by itself. */
  readonly all: boolean;
}

export type PlacedTask = ListedTask & { readonly place: TaskPlace };

type Row = TaskFacts & TaskPlace;

/** An open task shows from its period on, until done; one that has ended shows until the month in which it did. */
const TASKS = `
  SELECT t.id AS number, t.siret, t.siren, t.period, t.kind, t.reason, t.status, t.postponed_until,
         (SELECT count(*) FROM task_postponement p WHERE p.task_id = t.id) AS postponements
  FROM task t
  WHERE (t.status = 'OPEN' OR $3) AND ($2::text IS NULL OR t.siret = $2) AND ($7::text[] IS NULL OR t.siren = ANY ($7))
    AND ($1::text IS NULL OR t.period <= $1
      AND (t.status = 'OPEN' OR $1 <= greatest(t.period, to_char(t.ended_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM'))))`;

/** What was updated without a person, from the verdicts themselves; the month is that of the rate's date of effect. */
const DONE_FOR_YOU = `
  SELECT v.feed_id, v.siret, v.siren, to_char(v.effective_from, 'YYYY-MM'), 'DONE_FOR_YOU', v.rule, 'DONE', NULL, 0
  FROM verdict v
  WHERE $3 AND v.verdict = 'AUTO_UPDATED' AND v.effective_from IS NOT NULL
    AND ($2::text IS NULL OR v.siret = $2) AND ($7::text[] IS NULL OR v.siren = ANY ($7))
    AND ($1::text IS NULL OR to_char(v.effective_from, 'YYYY-MM') = $1)`;

/**
 * Tasks page by page, most urgent first as seen in `month`. Place and postponements are looked up by their own keys: the
 * planner believes that row-level security leaves few rows, and would go through all pairs of an inner join.
 */
export async function* listedTasks(
  tx: Tx,
  { period, siret, companies, all }: TaskFilter,
  month: Period,
): AsyncGenerator<readonly PlacedTask[]> {
  const pages = pagesOf<Row>(
    tx,
    `SELECT l.number, l.siret, l.period, l.kind, l.reason, l.status, l.postponed_until AS "postponedUntil",
            l.postponements, c.name AS company, e.town, e.postcode
     FROM (${TASKS} UNION ALL ${DONE_FOR_YOU}) l
     LEFT JOIN establishment e ON e.siret = l.siret LEFT JOIN company c ON c.siren = l.siren
     ORDER BY array_position($4::text[], l.status), coalesce(l.postponed_until > $5, false), l.period COLLATE "C",
              array_position($6::text[], l.kind), l.siret, l.number`,
    [period, siret, all, URGENCY.statuses, month, URGENCY.kinds, companies],
  );
  for await (const rows of pages) yield rows.map(placed);
}

const placed = ({ company, town, postcode, ...facts }: Row): PlacedTask => ({
  ...listedTask(facts),
  place: { company, town, postcode },
});
