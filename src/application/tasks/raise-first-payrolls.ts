import { planFirstPayroll } from '#domain/tasks/first-payroll';
import type { Tx } from '#storage/database';
import { payrollStarts } from '#storage/tasks/payroll-starts';
import { raiseTasks, supersedeTasks } from '#storage/tasks/raise-tasks';
import { parisMonth } from '../ports/paris';

/** Establishments asked about in one read. */
const CHUNK = 5_000;

export interface FirstPayrolls {
  readonly raised: number;
  readonly ended: number;
}

/**
 * FIRST_PAYROLL for the new clients among these establishments (rule 11), and the end of those that an older
 * `client_depuis` makes needless; `by` says what brought the fact.
 */
export async function raiseFirstPayrolls(
  tx: Tx,
  sirets: readonly string[],
  at: string,
  by: Readonly<Record<string, string>>,
): Promise<FirstPayrolls> {
  const now = parisMonth(at);
  let [raised, ended] = [0, 0];
  for (let from = 0; from < sirets.length; from += CHUNK) {
    const starts = await payrollStarts(tx, sirets.slice(from, from + CHUNK), now);
    const plans = starts.map(({ siret, siren, start }) => ({ siret, siren, ...planFirstPayroll(start, now) }));
    const tasks = plans.flatMap(({ siret, siren, task }) => (task === null ? [] : [{ siret, siren, body: task }]));
    const needless = plans.flatMap((plan) => (plan.ended === null ? [] : [plan.ended.id]));
    await raiseTasks(tx, tasks, at);
    await supersedeTasks(tx, needless, at, by);
    raised += tasks.length;
    ended += needless.length;
  }
  return { raised, ended };
}
