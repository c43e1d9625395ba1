import type { RateProfile } from '#domain/rates/profile';
import { taskAfterAnswer } from '#domain/tasks/raise';
import type { Tx } from '../database';
import { insertTasks, raiseTasks, type RaisedTask } from './raise-tasks';

/**
 * Raises the tasks that a batch planned, from `source`: a query of (siret, siren, body, feed) whose body is a
 * `TaskToRaise`. A person may have answered since it was planned: nothing is asked again that they have just said.
 */
export async function recordTasks(tx: Tx, source: string, at: string): Promise<void> {
  const answered = await answeredMeanwhile(tx, source);
  const keys = answered.map(({ siret, body }) => `${siret} ${body.prefill.effectiveFrom ?? ''}`);
  const others = `SELECT * FROM (${source}) planned
    WHERE planned.body->>'ifContradicted' IS NULL
      AND concat(planned.siret, ' ', planned.body->'prefill'->>'effectiveFrom') <> ALL ($1::text[])`;
  await insertTasks(tx, others, at, [keys]);
  const after = answered.flatMap(({ siret, siren, body, entered }): RaisedTask[] => {
    const task = taskAfterAnswer(body, entered);
    return task === null ? [] : [{ siret, siren, body: task }];
  });
  await raiseTasks(tx, after, at);
}

interface Answered extends RaisedTask {
  readonly entered: readonly RateProfile[];
}

/**
 * Planned tasks for whose date a person's rates are the latest on file. Whoever is answering one of these establishments'
 * tasks at this moment is waited for, so that their answer is seen.
 */
async function answeredMeanwhile(tx: Tx, source: string): Promise<Answered[]> {
  await tx.query(
    `WITH planned AS MATERIALIZED (SELECT DISTINCT siret FROM (${source}) s)
     SELECT count(locked.id) FROM planned, LATERAL (
       SELECT t.id FROM task t WHERE t.siret = planned.siret AND t.status = 'OPEN' ORDER BY t.id FOR UPDATE) locked`,
  );
  return tx.query<Answered>(
    `SELECT s.siret, s.siren, s.body, latest.profiles AS entered
     FROM (${source}) s, LATERAL (
       SELECT r.source, json_agg(json_build_object('code', r.code_risque, 'section', r.section, 'office', r.office,
                'rate', r.rate) ORDER BY r.position) AS profiles
       FROM rate_profile r
       WHERE r.siret = s.siret AND r.effective_from = (s.body->'prefill'->>'effectiveFrom')::date
         AND r.source IN ('NOTIFIED', 'ENTERED')
       GROUP BY r.sheet, r.source ORDER BY r.sheet DESC LIMIT 1) latest
     WHERE latest.source = 'ENTERED'`,
  );
}
