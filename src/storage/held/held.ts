import type { Facts } from '#domain/reconciliation/verdict';
import type { Siren, Siret } from '#domain/values/siret';
import { Conditions } from '../conditions';
import type { Tx } from '../database';

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

export interface HeldAsked {
  /** The companies to keep to; null for all. */
  readonly companies: readonly string[] | null;
  /** The last one of the page before. */
  readonly after: number | null;
}

/** Those that have waited longest first; they are numbered in the order in which they came. */
export function heldDocuments(tx: Tx, { companies, after }: HeldAsked, count: number): Promise<HeldDocument[]> {
  const where = new Conditions();
  where
    .add(WAITING)
    .when(after, (id) => `a.id > ${where.value(id)}`)
    // From the establishments: the rows that wait are found by SIRET, and a tenant never walks through those of others.
    .when(companies, (sirens) => `e.siren = ANY (${where.value(sirens)}::text[])`);
  return tx.query<HeldDocument>(
    `SELECT a.id, a.siret, e.siren, a.feed_id AS feed, (SELECT f.file FROM feed f WHERE f.id = a.feed_id) AS file,
            coalesce(a.guards, '') AS guards, a.facts, a.since
     FROM establishment e JOIN set_aside a ON a.siret = e.siret
     WHERE ${where.sql} ORDER BY a.id LIMIT ${where.value(count)}`,
    where.parameters,
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

/** Whose company a document that waits is about; null when it does not wait (any more). */
export async function heldCompany(tx: Tx, id: number): Promise<Siren | null> {
  const [row] = await tx.query<{ siren: Siren }>(
    `SELECT e.siren FROM set_aside a JOIN establishment e ON e.siret = a.siret WHERE a.id = $1 AND ${WAITING}`,
    [id],
  );
  return row?.siren ?? null;
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
