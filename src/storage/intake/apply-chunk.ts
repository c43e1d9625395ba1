import { appendEntries } from '../audit';
import type { Database, Tx } from '../database';
import { tellRates } from '../events/rate-events';
import { endAndTell } from '../events/task-events';
import { recordTasks } from '../tasks/record-tasks';
import { claimChunk } from './chunks';
import type { SummarizedChunk } from './chunk-summary';
import type { PlanTables } from './plan-tables';
import type { Staging } from './staging';

export interface ChunkContext {
  readonly batchId: number;
  readonly chunk: number;
  readonly actor: string;
  readonly at: string;
  /** Set when documents that were set aside are decided again: why they are. */
  readonly again: string | null;
}

/** The database lost the working tables of the batch: its plan is to be made again. */
export class PlanLost extends Error {
  constructor(batchId: number) {
    super(`The plan of batch ${batchId} is lost.`);
  }
}

/** Says which chunk was being applied when it failed, as whoever asks for any chunk does not know. */
export class ChunkFailed extends Error {
  constructor(
    readonly chunk: number,
    override readonly cause: unknown,
  ) {
    super(`Chunk ${chunk} could not be applied.`);
  }
}

/**
 * One chunk is one transaction: verdicts, sheets, tasks and its audit entry stand together or not at all. The chunk
 * asked for, or any that nobody holds; null when there is none. Throws {@link ChunkFailed}.
 */
export async function applyChunk(
  database: Database,
  staging: Staging,
  batch: Omit<ChunkContext, 'chunk'>,
  asked: number | null,
): Promise<number | null> {
  return database.transaction('system', async (tx) => {
    const claimed = await claimChunk(tx, batch.batchId, asked);
    if (claimed === null) return null;
    const { chunk, stretch } = claimed;
    try {
      await recordChunk(tx, staging.plan(stretch), { ...batch, chunk });
    } catch (error) {
      throw new ChunkFailed(chunk, error);
    }
    return chunk;
  });
}

async function recordChunk(tx: Tx, plan: PlanTables, context: ChunkContext): Promise<void> {
  const sum = await plannedSum(tx, plan, context);
  if (context.again !== null) await endAside(tx, plan, context, context.again);
  await recordVerdicts(tx, plan, context);
  await recordProfiles(tx, plan, context);
  await recordConsequences(tx, plan, context);
  await recordEntry(tx, sum, context);
}

/** Each chunk of a plan is summed up once: without its sum there is no plan any more, and nothing to apply. */
async function plannedSum(tx: Tx, plan: PlanTables, { batchId, chunk }: ChunkContext): Promise<SummarizedChunk> {
  if (!(await plan.exists(tx))) throw new PlanLost(batchId);
  const [summed] = await tx.query<{ body: SummarizedChunk }>(
    `SELECT body FROM ${plan.consequences} WHERE chunk = $1 AND what = 'ENTRY'`,
    [chunk],
  );
  if (summed === undefined) throw new PlanLost(batchId);
  return summed.body;
}

/** What was set aside for these documents ends here; what still waits is set aside anew by the plan. */
async function endAside(tx: Tx, plan: PlanTables, { chunk, at, actor }: ChunkContext, reason: string): Promise<void> {
  await tx.query(
    `UPDATE set_aside s SET status = 'RELEASED', ended_at = $2, ended_by = $3, ended_reason = $4
     FROM ${plan.verdicts} p WHERE p.chunk = $1 AND s.siret = p.siret AND s.feed_id = p.feed AND s.status = 'OPEN'`,
    [chunk, at, actor, reason],
  );
}

/** The first verdict on a document is attempt 0; each later decision on it is kept beside. */
async function recordVerdicts(tx: Tx, plan: PlanTables, { batchId, chunk, again }: ChunkContext): Promise<void> {
  const attempt =
    again === null
      ? '0'
      : '(SELECT coalesce(max(v.attempt) + 1, 0) FROM verdict v WHERE v.feed_id = p.feed AND v.siret = p.siret)';
  await tx.query(
    `INSERT INTO verdict (feed_id, batch_id, attempt, effective_from, siret, siren, verdict, reason, rule, facts)
     SELECT feed, $2, ${attempt}, effective_from, siret, siren, verdict, reason, rule, facts
     FROM ${plan.verdicts} p WHERE chunk = $1`,
    [chunk, batchId],
  );
}

/** A sheet of one profile stands beside its verdict; the profiles of the others have rows of their own. */
async function recordProfiles(tx: Tx, plan: PlanTables, { chunk, at }: ChunkContext): Promise<void> {
  const single = `1 AS position, * FROM ${plan.verdicts} WHERE sheet IS NOT NULL`;
  for (const source of [`(SELECT ${single}) p`, `${plan.profiles} p`]) {
    await tx.query(
      `INSERT INTO rate_profile (sheet, recorded_at, calculated_at, feed_id, effective_from, rate, line, position, office,
         siret, siren, code_risque, section, source)
       SELECT sheet, $2, calculated_at, feed, effective_from, rate, line, position, office, siret, siren, code_risque, section, 'NOTIFIED'
       FROM ${source} WHERE chunk = $1`,
      [chunk, at],
    );
  }
  const sheet = `siret, siren, sheet, effective_from, 'NOTIFIED' AS source, feed`;
  const recorded = `SELECT ${sheet} FROM ${plan.verdicts} WHERE chunk = $1 AND sheet IS NOT NULL
    UNION ALL SELECT DISTINCT ${sheet} FROM ${plan.profiles} WHERE chunk = $1`;
  await tellRates(tx, recorded, at, [chunk]);
}

async function recordConsequences(tx: Tx, plan: PlanTables, { chunk, at, actor }: ChunkContext): Promise<void> {
  const consequences = `${plan.consequences} c WHERE c.chunk = ${chunk}`;
  await tx.query(
    `INSERT INTO refused_line (feed_id, line, siret, siren, code, message)
     SELECT feed, (body->>'line')::integer, siret, siren, body->>'code', body->>'message' FROM ${consequences} AND what = 'REFUSED'
     ON CONFLICT DO NOTHING`,
  );
  await tx.query(
    `WITH bounds AS MATERIALIZED (SELECT min(siret) AS first, max(siret) AS last FROM ${plan.verdicts} WHERE chunk = $1),
     waiting AS MATERIALIZED (
       SELECT s.id, s.siret, s.feed_id, s.calculated_at FROM set_aside s, bounds b
       WHERE s.status = 'OPEN' AND s.siret BETWEEN b.first AND b.last)
     UPDATE set_aside s SET status = 'SUPERSEDED', ended_at = $2, ended_by = $3, ended_reason = 'document plus récent'
     FROM waiting w JOIN ${plan.verdicts} p ON p.siret = w.siret
     WHERE s.id = w.id AND s.status = 'OPEN' AND p.chunk = $1 AND p.verdict IN ('AUTO_UPDATED', 'UNCHANGED', 'TASK_RAISED') AND w.feed_id <> p.feed
       AND (w.calculated_at IS NULL OR p.calculated_at IS NULL OR w.calculated_at <= p.calculated_at)`,
    [chunk, at, actor],
  );
  await tx.query(
    `INSERT INTO set_aside (feed_id, siret, siren, cause, guards, facts, document, calculated_at, since)
     SELECT feed, siret, siren, body->>'cause', body->>'guards', body->'facts', body->'document', (body->>'calculatedAt')::timestamp, $1
     FROM ${consequences} AND what = 'ASIDE' ON CONFLICT DO NOTHING`,
    [at],
  );
  await endAndTell(
    tx,
    // Materialized: the planner believes that tasks are few, and would read the chunk again for each of them.
    `WITH ended AS MATERIALIZED (
       SELECT (body->>'id')::bigint AS id, feed FROM ${plan.consequences} WHERE chunk = $2 AND what = 'END')
     UPDATE task t SET status = 'SUPERSEDED', ended_at = $1, outcome = jsonb_build_object('supersededBy', e.feed)
     FROM ended e WHERE t.id = e.id AND t.status = 'OPEN'`,
    at,
    [at, chunk],
  );
  await recordTasks(tx, `SELECT siret, siren, body, feed FROM ${consequences} AND what = 'TASK'`, at);
}

/** One audit entry stands for the chunk: rule counts for people, a digest per establishment for the verification. */
async function recordEntry(
  tx: Tx,
  { covers, ...sum }: SummarizedChunk,
  { batchId, chunk, actor, at }: ChunkContext,
): Promise<void> {
  if (sum.establishments === 0) return;
  const body = { batch: batchId, chunk, ...sum };
  await appendEntries(tx, [{ at, actor, action: 'feed.chunk', siren: null, siret: null, body, covers }]);
}
