import { planAffiliation } from '#domain/tasks/affiliation-gaps';
import { severalRatesStaff } from '#storage/affiliation/staff';
import type { Tx } from '#storage/database';
import { raiseTasks, supersedeTasks } from '#storage/tasks/raise-tasks';
import { parisMonth } from '../ports/paris';

export interface RaisedAffiliations {
  readonly raised: number;
  readonly ended: number;
}

/**
 * EMPLOYEE_AFFILIATION where employees came or left and nothing tells who is on which rate now, and the end of those
 * that later facts made needless; `by` says what brought the fact.
 */
export async function raiseAffiliations(
  tx: Tx,
  sirets: readonly string[],
  at: string,
  by: Readonly<Record<string, string>>,
): Promise<RaisedAffiliations> {
  const now = parisMonth(at);
  const establishments = await severalRatesStaff(tx, sirets);
  const plans = establishments.map(({ siret, siren, staff }) => ({ siret, siren, ...planAffiliation(staff, now) }));
  const tasks = plans.flatMap(({ siret, siren, task }) => (task === null ? [] : [{ siret, siren, body: task }]));
  const ended = plans.flatMap((plan) => plan.ended.map(({ id }) => id));
  await raiseTasks(tx, tasks, at);
  await supersedeTasks(tx, ended, at, by);
  return { raised: tasks.length, ended: ended.length };
}
