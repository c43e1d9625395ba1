import type { Facts } from '#domain/reconciliation/verdict';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';
import { pagesOf } from '../pages';

/** A document about one establishment that a guard stopped. */
export interface HeldDocument {
  readonly id: number;
  readonly siret: Siret;
  readonly siren: Siren | null;
  readonly feed: number;
  readonly file: string;
  /** Names of the guards, comma between them. */
  readonly guards: string;
  readonly facts: Facts;
  readonly since: string;
}

/** A batch that the breaker held whole, with how many of its documents still wait. */
export interface HeldBatch {
  readonly batch: number;
  readonly compared: number;
  readonly moved: number;
  readonly waiting: number;
  readonly files: readonly string[];
  readonly since: string;
}

/** The breaker's guard, alone or behind others (rule 17). */
const OF_THE_BATCH = `'LOT_ANORMAL' = ANY (string_to_array(a.guards, ','))`;

const WAITING = `a.status = 'OPEN' AND a.cause = 'HELD'`;

/** Page by page, those that have waited longest first. */
export function heldDocuments(tx: Tx): AsyncGenerator<readonly HeldDocument[]> {
  return pagesOf<HeldDocument>(
    tx,
    `SELECT a.id, a.siret, a.siren, a.feed_id AS feed, (SELECT f.file FROM feed f WHERE f.id = a.feed_id) AS file,
            coalesce(a.guards, '') AS guards, a.facts, a.since
     FROM set_aside a WHERE ${WAITING} ORDER BY a.since, a.id`,
  );
}

export async function heldBatches(tx: Tx): Promise<HeldBatch[]> {
  return tx.query<HeldBatch>(
    `SELECT b.id AS batch, b.compared, b.moved, count(*) AS waiting, min(a.since) AS since,
            array_agg(DISTINCT f.file ORDER BY f.file) AS files
     FROM batch b JOIN feed f ON f.batch_id = b.id JOIN set_aside a ON a.feed_id = f.id
     WHERE b.withheld AND ${WAITING} AND ${OF_THE_BATCH} GROUP BY b.id ORDER BY b.id`,
  );
}

/** What still waits of a batch that the breaker held, in order of SIRET. */
export async function heldInBatch(tx: Tx, batch: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `SELECT a.id FROM set_aside a JOIN feed f ON f.id = a.feed_id JOIN batch b ON b.id = f.batch_id
     WHERE b.id = $1 AND b.withheld AND ${WAITING} AND ${OF_THE_BATCH} ORDER BY a.siret, a.id`,
    [batch],
  );
  return rows.map(({ id }) => id);
}

export async function isHeld(tx: Tx, id: number): Promise<boolean> {
  const rows = await tx.query(`SELECT a.id FROM set_aside a WHERE a.id = $1 AND ${WAITING}`, [id]);
  return rows.length > 0;
}

export interface Ending {
  readonly reason: string;
  readonly actor: string;
  readonly at: string;
}

/** Ends it as refused, for good; null when it does not wait any more. */
export async function refuseHeld(tx: Tx, id: number, ending: Ending): Promise<HeldDocument | null> {
  const [refused] = await tx.query<HeldDocument>(
    `WITH refused AS (
       UPDATE set_aside a SET status = 'REFUSED', ended_at = $2, ended_by = $3, ended_reason = $4
       WHERE a.id = $1 AND ${WAITING} RETURNING a.*)
     SELECT r.id, r.siret, r.siren, r.feed_id AS feed, f.file, coalesce(r.guards, '') AS guards, r.facts, r.since
     FROM refused r JOIN feed f ON f.id = r.feed_id`,
    [id, ending.at, ending.actor, ending.reason],
  );
  return refused ?? null;
}

export interface RefusedBatch {
  readonly refused: number;
  readonly from: Siret | null;
  readonly to: Siret | null;
}

/** The same for all that still waits of a batch. */
export async function refuseHeldBatch(tx: Tx, batch: number, ending: Ending): Promise<RefusedBatch> {
  const [refused] = await tx.query<RefusedBatch>(
    `WITH refused AS (
       UPDATE set_aside a SET status = 'REFUSED', ended_at = $2, ended_by = $3, ended_reason = $4
       FROM feed f JOIN batch b ON b.id = f.batch_id
       WHERE b.id = $1 AND b.withheld AND f.id = a.feed_id AND ${WAITING} AND ${OF_THE_BATCH} RETURNING a.siret)
     SELECT count(*) AS refused, min(siret) AS from, max(siret) AS to FROM refused`,
    [batch, ending.at, ending.actor, ending.reason],
  );
  return refused ?? { refused: 0, from: null, to: null };
}
