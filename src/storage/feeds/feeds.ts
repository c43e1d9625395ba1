import type { VerdictKind } from '#domain/reconciliation/verdict';
import type { Tx } from '../database';

/** Where a document is on its way: kept, decided, to be decided again as its plan was lost, or applied whole. */
export type FeedStatus = 'RECEIVED' | 'DECIDED' | 'REOPENED' | 'DONE';

export interface FeedRow {
  readonly id: number;
  readonly file: string;
  readonly sha256: string;
  readonly lines: number;
  readonly receivedAt: string;
  /** At reception; null while the batch is being decided. */
  readonly verdicts: Readonly<Record<VerdictKind, number>> | null;
  readonly status: FeedStatus;
  readonly withheld: boolean;
  readonly batch: number;
}

const FEED = `SELECT f.id, f.file, f.sha256, f.lines, f.received_at AS "receivedAt", f.verdicts, b.status, b.withheld, b.id AS batch
  FROM feed f JOIN batch b ON b.id = f.batch_id`;

/** The latest feeds first, those before `before` when one is given. */
export const feedRows = (tx: Tx, before: number | null, count: number): Promise<FeedRow[]> =>
  tx.query<FeedRow>(`${FEED} WHERE $1::bigint IS NULL OR f.id < $1 ORDER BY f.id DESC LIMIT $2`, [before, count]);

/** These feeds, the latest first. */
export const feedsNamed = (tx: Tx, ids: readonly number[]): Promise<FeedRow[]> =>
  tx.query<FeedRow>(`${FEED} WHERE f.id = ANY ($1) ORDER BY f.id DESC`, [ids]);

export interface ChunkCounts {
  readonly planned: number;
  readonly applied: number;
  /** Set aside because they kept failing: the rest is applied without them. */
  readonly quarantined: number;
}

/** How far a batch is applied. */
export async function chunkCounts(tx: Tx, batch: number): Promise<ChunkCounts> {
  const [counts] = await tx.query<ChunkCounts>(
    `SELECT count(*) AS planned, count(*) FILTER (WHERE state = 'APPLIED') AS applied,
       count(*) FILTER (WHERE state = 'QUARANTINED') AS quarantined
     FROM batch_chunk WHERE batch_id = $1`,
    [batch],
  );
  return counts ?? { planned: 0, applied: 0, quarantined: 0 };
}

/** Verdicts whose establishments have no sheet to be found by; they stand apart in an index of their own. */
const RARE = `('TASK_RAISED', 'HELD', 'QUARANTINED', 'IGNORED')`;

/**
 * The feeds that name an establishment of these companies, the latest first. Verdicts are kept by feed: what was applied
 * is found through the sheets that it left, the rest in its own index, so that no feed of others is walked through.
 */
export async function feedsNaming(
  tx: Tx,
  companies: readonly string[],
  before: number | null,
  count: number,
): Promise<readonly number[]> {
  const rows = await tx.query<{ feed: number }>(
    `WITH own AS MATERIALIZED (SELECT siret FROM establishment WHERE siren = ANY ($1::text[]))
     SELECT feed FROM (
       SELECT p.feed_id AS feed FROM own JOIN rate_profile p USING (siret) WHERE p.position = 1 AND p.feed_id IS NOT NULL
       UNION
       SELECT v.feed_id FROM verdict v WHERE v.verdict IN ${RARE} AND v.siret IN (SELECT siret FROM own)) f
     WHERE $2::bigint IS NULL OR feed < $2 ORDER BY feed DESC LIMIT $3`,
    [companies, before, count],
  );
  return rows.map(({ feed }) => feed);
}

/** Whether a feed names an establishment of these companies. */
export async function namesOneOf(tx: Tx, feed: number, companies: readonly string[]): Promise<boolean> {
  const [row] = await tx.query<{ named: boolean }>(
    `SELECT EXISTS (SELECT FROM establishment e JOIN verdict v ON v.feed_id = $1 AND v.siret = e.siret
       WHERE e.siren = ANY ($2::text[])) AS named`,
    [feed, companies],
  );
  return row?.named === true;
}

/** What was decided about the establishments of these companies when a feed came. */
export async function ownVerdicts(
  tx: Tx,
  feed: number,
  companies: readonly string[],
): Promise<Readonly<Partial<Record<VerdictKind, number>>>> {
  const rows = await tx.query<{ verdict: VerdictKind; count: number }>(
    `SELECT v.verdict, count(*) AS count
     FROM establishment e JOIN verdict v ON v.feed_id = $1 AND v.siret = e.siret
     WHERE e.siren = ANY ($2::text[]) AND NOT EXISTS (
       SELECT FROM verdict n
       WHERE n.feed_id = v.feed_id AND n.siret = v.siret AND n.attempt < v.attempt AND n.siren IS NOT NULL)
     GROUP BY v.verdict`,
    [feed, companies],
  );
  return Object.fromEntries(rows.map(({ verdict, count }) => [verdict, count]));
}
