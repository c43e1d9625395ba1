import type { BatchCount } from '#domain/reconciliation/batch';
import type { Policy } from '#domain/reconciliation/policy';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import type { Tx } from '../database';
import { EVERY_SIRET, type SiretRange } from './siret-range';
import type { Staging } from './staging';

/** As many chunks' worth of lines are decided by one process in one go. */
const CHUNKS = 12;

/** However small the chunks: each stretch has tables of its own, and reads the lines of an unsorted document again. */
const MOST = 16;

/** Bounds need not be exact: so many lines, drawn by the page, say where SIRETs lie. */
const SAMPLE = 50_000;

/** What a batch is decided on, as its decider holds it: another machine that helps may have another policy. */
export interface Terms {
  readonly policy: Policy;
  readonly withheldFor: BatchCount | null;
  readonly guardsLifted: boolean;
  readonly skipDecided: boolean;
}

/** A range of the establishments of a batch, decided by one process in one go. */
export interface Stretch extends SiretRange {
  readonly stretch: number;
  readonly firstChunk: number;
  readonly firstSheet: number;
}

/** What tells the stretches of one plan from those of another: sheets are reserved once. */
export interface StretchPlan {
  readonly stretches: number;
  readonly firstSheet: number;
}

/** What deciding a stretch gave. */
export interface StretchResult extends BatchCount {
  /** The number behind that of its last chunk. */
  readonly endChunk: number;
  readonly verdicts: readonly (readonly [feed: number, counts: Readonly<Record<VerdictKind, number>>])[];
}

/**
 * Ranges of about the same number of lines, in order of SIRET, with the lines of each; the same for the same lines. Most
 * documents are sorted: then a block-range index spares each stretch the lines of the others.
 */
export async function cutLines(
  tx: Tx,
  staging: Staging,
  { staged, chunk }: { readonly staged: number; readonly chunk: number },
): Promise<(SiretRange & { readonly lines: number })[]> {
  const wanted = Math.min(MOST, Math.ceil(staged / (chunk * CHUNKS)));
  if (wanted < 2) return [{ ...EVERY_SIRET, lines: staged }];
  await tx.query(`CREATE INDEX ON ${staging.lines} USING brin (siret) WITH (pages_per_range = 32)`);
  const percentage = Math.min(100, (100 * SAMPLE) / staged);
  const bounds = await tx.query<{ siret: string }>(
    `SELECT DISTINCT min(siret) AS siret
     FROM (SELECT siret, ntile($1) OVER (ORDER BY siret) AS tile
           FROM ${staging.lines} TABLESAMPLE SYSTEM (${percentage}) REPEATABLE (0) WHERE siret <> '') s
     WHERE tile > 1 GROUP BY tile ORDER BY 1`,
    [wanted],
  );
  const sirets = bounds.map(({ siret }) => siret);
  const counts = await tx.query<{ range: number; lines: number }>(
    `SELECT width_bucket(siret, $1::text[] COLLATE "C") AS range, count(*) AS lines FROM ${staging.lines} GROUP BY 1`,
    [sirets],
  );
  const lines = new Map(counts.map((count) => [count.range, count.lines]));
  return [null, ...sirets].map((from, index) => ({
    from,
    to: sirets[index] ?? null,
    lines: lines.get(index) ?? 0,
  }));
}

/** Numbers the chunks and sheets of each: a stretch has room for as many as it can come to. */
export function numbered(
  ranges: readonly (SiretRange & { readonly lines: number })[],
  chunk: number,
  first: { readonly chunk: number; readonly sheet: number },
): Stretch[] {
  let { chunk: firstChunk, sheet: firstSheet } = first;
  return ranges.map(({ from, to, lines }, stretch) => {
    const numberedOne = { stretch, from, to, firstChunk, firstSheet };
    firstChunk += Math.max(1, Math.ceil(lines / chunk));
    firstSheet += lines;
    return numberedOne;
  });
}

export async function planStretches(
  tx: Tx,
  batchId: number,
  stretches: readonly Stretch[],
  terms: Terms,
): Promise<void> {
  await tx.query(
    `INSERT INTO batch_stretch (batch_id, stretch, from_siret, to_siret, first_chunk, first_sheet, terms)
     SELECT $1, s.stretch, s."from", s."to", s."firstChunk", s."firstSheet", $3
     FROM json_to_recordset($2) AS s (stretch integer, "from" text, "to" text, "firstChunk" integer, "firstSheet" bigint)`,
    [batchId, JSON.stringify(stretches), JSON.stringify(terms)],
  );
}

/** Whoever holds a stretch and falls silent, with its machine or its network, loses it after this time. */
const SILENCE = '30s';

/** How often whoever holds a stretch is to say something on the connection that holds it, in milliseconds. */
export const PULSE_MS = 5_000;

/**
 * Holds a stretch for this transaction: the first that nobody holds. Null when there is none. Whatever ends the
 * transaction before {@link recordStretch} gives it back.
 */
export async function claimStretch(tx: Tx, batchId: number): Promise<(Stretch & { readonly terms: Terms }) | null> {
  const [claimed] = await tx.query<Stretch & { readonly terms: Terms }>(
    `SELECT stretch, from_siret AS "from", to_siret AS "to", first_chunk AS "firstChunk", first_sheet AS "firstSheet",
       terms, set_config('idle_in_transaction_session_timeout', '${SILENCE}', true)
     FROM batch_stretch WHERE batch_id = $1 AND result IS NULL
     ORDER BY stretch LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [batchId],
  );
  return claimed ?? null;
}

export async function recordStretch(tx: Tx, batchId: number, stretch: number, result: StretchResult): Promise<void> {
  await tx.query('UPDATE batch_stretch SET result = $3 WHERE batch_id = $1 AND stretch = $2', [
    batchId,
    stretch,
    JSON.stringify(result),
  ]);
}

export interface StretchName {
  readonly batchId: number;
  readonly stretch: number;
}

/** What is left to decide, held by somebody or not, of all batches, oldest first. */
export async function stretchesToDecide(tx: Tx, most: number): Promise<StretchName[]> {
  return tx.query<StretchName>(
    `SELECT batch_id AS "batchId", stretch FROM batch_stretch WHERE result IS NULL ORDER BY batch_id, stretch LIMIT $1`,
    [most],
  );
}

/** Whether anything is left to decide of a batch, held by somebody or not. */
export async function isUndecided(tx: Tx, batchId: number): Promise<boolean> {
  const rows = await tx.query('SELECT FROM batch_stretch WHERE batch_id = $1 AND result IS NULL LIMIT 1', [batchId]);
  return rows.length > 0;
}

export async function stretchResults(tx: Tx, batchId: number): Promise<StretchResult[]> {
  const rows = await tx.query<{ result: StretchResult }>(
    'SELECT result FROM batch_stretch WHERE batch_id = $1 ORDER BY stretch',
    [batchId],
  );
  return rows.map(({ result }) => result);
}

/** The breaker tripped: all of it is to be decided again, as withheld. */
export async function decideAgain(tx: Tx, batchId: number, withheldFor: BatchCount): Promise<void> {
  await tx.query(
    `UPDATE batch_stretch SET result = NULL, terms = jsonb_set(terms, '{withheldFor}', $2::jsonb) WHERE batch_id = $1`,
    [batchId, JSON.stringify(withheldFor)],
  );
}

/** What was decided of them is void; waits for whoever holds one, who finds no other afterwards. */
export async function forgetStretches(tx: Tx, batchId: number): Promise<void> {
  await tx.query(
    `DELETE FROM batch_stretch WHERE batch_id = $1
       AND stretch IN (SELECT stretch FROM batch_stretch WHERE batch_id = $1 FOR UPDATE SKIP LOCKED)`,
    [batchId],
  );
  await tx.query('DELETE FROM batch_stretch WHERE batch_id = $1', [batchId]);
}

/**
 * Chunks have rows from the moment that they are planned: what waits can be counted, shared out and taken up. False when
 * the stretches are no longer those of this plan, all decided: whoever lost its turn at the base must not end them.
 */
export async function endStretches(tx: Tx, batchId: number, { stretches, firstSheet }: StretchPlan): Promise<boolean> {
  const [found] = await tx.query<{ same: boolean }>(
    `SELECT count(result) = $2 AND count(*) = $2 AND min(first_sheet) = $3 AS same FROM batch_stretch WHERE batch_id = $1`,
    [batchId, stretches, firstSheet],
  );
  if (found?.same !== true) return false;
  await tx.query(
    `INSERT INTO batch_chunk (batch_id, chunk, stretch, state)
     SELECT batch_id, chunk, stretch, 'WAITING'
     FROM batch_stretch, generate_series(first_chunk, (result->>'endChunk')::integer - 1) chunk WHERE batch_id = $1`,
    [batchId],
  );
  await forgetStretches(tx, batchId);
  return true;
}
