import type { Tx } from '../database';
import type { Staging } from './staging';

/** A document that waits: held by a guard, or about an establishment nobody had named. */
export interface Aside {
  readonly id: number;
  readonly feed: number;
  readonly siret: string;
}

export type AsideCause = 'HELD' | 'UNKNOWN_ESTABLISHMENT';

export async function asideOf(
  tx: Tx,
  sirets: readonly string[],
  cause: AsideCause,
  guards: string | null,
): Promise<Aside[]> {
  return tx.query<Aside>(
    `SELECT id, feed_id AS feed, siret FROM set_aside
     WHERE status = 'OPEN' AND cause = $2 AND siret = ANY($1) AND ($3::text IS NULL OR guards = $3) ORDER BY id`,
    [sirets, cause, guards],
  );
}

export async function asideById(tx: Tx, ids: readonly number[]): Promise<Aside[]> {
  return tx.query<Aside>(
    `SELECT id, feed_id AS feed, siret FROM set_aside WHERE status = 'OPEN' AND id = ANY($1) ORDER BY id`,
    [ids],
  );
}

/** Stages what still waits again, under the feed it came in: its lines, and its faults, which one trusted line does not outweigh. */
export async function stageAside(tx: Tx, staging: Staging, ids: readonly number[]): Promise<number> {
  const rows = await tx.query(
    `INSERT INTO ${staging.lines} (feed, line, rate, effective_from, office, siret, code_risque, section, calculated_at, fault_code, fault_message)
     SELECT s.feed_id, (l->>'line')::integer, (l->>'rate')::integer, (l->>'effectiveFrom')::date, (l->>'office')::boolean,
            s.siret, l->>'code', l->>'section', l->>'calculatedAt', NULL, NULL
     FROM set_aside s, json_array_elements(s.document->'lines') l
     WHERE s.id = ANY($1) AND s.status = 'OPEN'
     UNION ALL
     SELECT s.feed_id, (l->>'line')::integer, NULL, NULL, NULL, s.siret, NULL, NULL, NULL, l->>'code', l->>'message'
     FROM set_aside s, json_array_elements(s.document->'faults') l
     WHERE s.id = ANY($1) AND s.status = 'OPEN' RETURNING line`,
    [ids],
  );
  return rows.length;
}

export interface AgainVerdict {
  readonly siret: string;
  readonly feed: number;
  readonly verdict: string;
  readonly reason: string | null;
  readonly rule: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a second decision said, document by document. */
export async function verdictsOfBatch(tx: Tx, batchId: number): Promise<AgainVerdict[]> {
  return tx.query<AgainVerdict>(
    'SELECT siret, feed_id AS feed, verdict, reason, rule, facts FROM verdict WHERE batch_id = $1 ORDER BY siret, feed_id',
    [batchId],
  );
}
