import type { VerdictKind } from '#domain/reconciliation/verdict';
import type { Tx } from '../database';

/** What was received since the first day; never less than it was. */
export interface Tally {
  readonly lines: number;
  readonly verdicts: Readonly<Partial<Record<VerdictKind, number>>>;
  /** Refused lines by code. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** Documents that one look adds at most: a first look at a full base takes several. */
const AT_ONCE = 5_000;

/**
 * Adds the documents that were decided since, in order and up to the first that is still being decided. When another
 * process is at it, nothing is added: its counts are read.
 */
export async function tallied(tx: Tx): Promise<Tally> {
  await tx.query(ADD, [AT_ONCE]);
  const [row] = await tx.query<Tally>('SELECT lines, verdicts, refusals FROM tally');
  return row ?? { lines: 0, verdicts: {}, refusals: {} };
}

/** Objects of counts, added name by name. */
const sumOf = (column: string, more: string): string => `(
  SELECT coalesce(jsonb_object_agg(name, amount), '{}')
  FROM (SELECT key AS name, sum(value::bigint) AS amount
        FROM (SELECT * FROM jsonb_each_text(t.${column}) UNION ALL ${more}) counts GROUP BY key) summed)`;

const ADD = `
  WITH t AS MATERIALIZED (SELECT * FROM tally FOR UPDATE SKIP LOCKED),
  window_of AS MATERIALIZED (
    SELECT f.id, f.lines, f.verdicts, f.verdicts IS NULL AS undecided
    FROM feed f WHERE f.id > (SELECT up_to_feed FROM t) ORDER BY f.id LIMIT $1),
  decided AS MATERIALIZED (
    SELECT * FROM window_of
    WHERE id < coalesce((SELECT min(id) FROM window_of WHERE undecided), 9223372036854775807)),
  more AS (
    SELECT up_to_feed, lines, ${sumOf('verdicts', 'SELECT key, value FROM decided, jsonb_each_text(decided.verdicts)')} AS verdicts,
      ${sumOf(
        'refusals',
        `SELECT code, count(*)::text FROM refused_line
         WHERE feed_id > t.up_to_feed AND feed_id <= (SELECT max(id) FROM decided) GROUP BY code`,
      )} AS refusals
    FROM t)
  UPDATE tally SET up_to_feed = (SELECT max(id) FROM decided),
    lines = more.lines + (SELECT sum(d.lines) FROM decided d), verdicts = more.verdicts, refusals = more.refusals
  FROM more WHERE EXISTS (SELECT 1 FROM decided)`;
