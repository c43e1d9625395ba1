import type { BulkOutcome, BulkRow } from '#domain/tasks/bulk';
import type { MonthTask } from '#storage/tasks/month-rows';

/** What became of one of the tasks taken together, and whose it is; a task that the caller does not see names nobody. */
export interface BulkLine extends BulkRow {
  readonly siret: string | null;
  readonly company: string | null;
  readonly town: string | null;
}

export interface BulkReport {
  readonly counts: Readonly<Record<BulkOutcome, number>>;
  /** In the order of the selection. */
  readonly lines: readonly BulkLine[];
}

export function bulkReport(rows: readonly BulkRow[], tasks: readonly MonthTask[]): BulkReport {
  const places = new Map(tasks.map((task) => [task.id, task]));
  const count = (wanted: BulkOutcome): number => rows.filter(({ outcome }) => outcome === wanted).length;
  return {
    counts: { DONE: count('DONE'), ALREADY: count('ALREADY'), REFUSED: count('REFUSED') },
    lines: rows.map((row) => {
      const { siret = null, company = null, town = null } = places.get(row.id) ?? {};
      return { ...row, siret, company, town };
    }),
  };
}
