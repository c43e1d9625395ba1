import type { EventType } from '#domain/events/event';
import type { Tx } from '../database';
import { IS_FOR } from './tell';

/** Who serves an endpoint, until when nobody else may. */
export interface Lease {
  readonly owner: string;
  readonly now: string;
  readonly until: string;
}

export interface DueDelivery {
  readonly eventId: number;
  /** Stable over every attempt. */
  readonly key: string;
  readonly type: EventType;
  readonly at: string;
  readonly data: unknown;
  readonly url: string;
  /** This one included. */
  readonly attempts: number;
  readonly firstAttemptAt: string;
}

/** The first event that an endpoint has not had: the others wait behind it, due or not. */
const HEAD = `SELECT d.event_id, d.due_at FROM event_delivery d
  WHERE d.endpoint_id = e.id AND d.outcome IS NULL ORDER BY d.event_id LIMIT 1`;

/** Endpoints for which something is to be sent and that nobody serves. */
export async function endpointsToServe(tx: Tx, now: string): Promise<readonly number[]> {
  const rows = await tx.query<{ id: number }>(
    `SELECT e.id FROM webhook_endpoint e
     JOIN webhook_subscription s ON s.endpoint_id = e.id AND s.active
     CROSS JOIN LATERAL (${HEAD}) head
     WHERE (head.due_at IS NULL OR head.due_at <= $1) AND (e.lease_until IS NULL OR e.lease_until <= $1)
     ORDER BY e.id`,
    [now],
  );
  return rows.map(({ id }) => id);
}

/**
 * The next event of an endpoint, its attempt written down before it is made; null when none is due or somebody else
 * serves the endpoint. Who then dies leaves the event to be sent again, under the same number, once the lease is over.
 */
export async function takeDelivery(
  tx: Tx,
  endpointId: number,
  { owner, now, until }: Lease,
): Promise<DueDelivery | null> {
  const [row] = await tx.query<DueDelivery>(
    `WITH leased AS (
       UPDATE webhook_endpoint e SET lease_owner = $2, lease_until = $4
       FROM webhook_subscription s
       WHERE e.id = $1 AND s.endpoint_id = e.id AND s.active
         AND (e.lease_owner = $2 OR e.lease_until IS NULL OR e.lease_until <= $3)
         AND EXISTS (SELECT FROM (${HEAD}) head WHERE head.due_at IS NULL OR head.due_at <= $3)
       RETURNING e.id, e.url),
     head AS (SELECT e.id, e.url, h.event_id FROM leased e CROSS JOIN LATERAL (${HEAD}) h)
     UPDATE event_delivery d SET attempts = d.attempts + 1, first_attempt_at = coalesce(d.first_attempt_at, $3)
     FROM head JOIN event v ON v.id = head.event_id
     WHERE d.endpoint_id = head.id AND d.event_id = head.event_id AND d.outcome IS NULL
     RETURNING v.id AS "eventId", v.key, v.type, v.at, v.data, head.url, d.attempts, d.first_attempt_at AS "firstAttemptAt"`,
    [endpointId, owner, now, until],
  );
  return row ?? null;
}

export async function releaseEndpoint(tx: Tx, endpointId: number, owner: string): Promise<void> {
  await tx.query(
    'UPDATE webhook_endpoint SET lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2',
    [endpointId, owner],
  );
}

/** Of one event at one endpoint. */
export interface Attempt {
  readonly endpointId: number;
  readonly eventId: number;
  readonly at: string;
}

export async function markDelivered(tx: Tx, { endpointId, eventId, at }: Attempt): Promise<void> {
  await tx.query(
    `UPDATE event_delivery SET outcome = 'DELIVERED', ended_at = $3, last_error = NULL
     WHERE endpoint_id = $1 AND event_id = $2 AND outcome IS NULL`,
    [endpointId, eventId, at],
  );
  await tx.query(
    'UPDATE webhook_endpoint SET last_success_at = $2, failing_since = NULL, last_error = NULL WHERE id = $1',
    [endpointId, at],
  );
}

/** `dueAt` is when it is tried again; null when the event is given up, and the endpoint is failing until it takes one. */
export async function markFailed(
  tx: Tx,
  { endpointId, eventId, at }: Attempt,
  why: string,
  dueAt: string | null,
): Promise<void> {
  await tx.query(
    `UPDATE event_delivery SET due_at = $3, last_error = $4,
       outcome = CASE WHEN $3::timestamptz IS NULL THEN 'GIVEN_UP' END,
       ended_at = CASE WHEN $3::timestamptz IS NULL THEN $5::timestamptz END
     WHERE endpoint_id = $1 AND event_id = $2 AND outcome IS NULL`,
    [endpointId, eventId, dueAt, why, at],
  );
  await tx.query(
    `UPDATE webhook_endpoint SET last_failure_at = $2, last_error = $3,
       failing_since = CASE WHEN $4 THEN coalesce(failing_since, $2) ELSE failing_since END WHERE id = $1`,
    [endpointId, at, why, dueAt === null],
  );
}

/** What waits is due at once: the receiver has just answered well. */
export async function hasten(tx: Tx, endpointId: number): Promise<void> {
  await tx.query(
    'UPDATE event_delivery SET due_at = NULL WHERE endpoint_id = $1 AND outcome IS NULL AND due_at IS NOT NULL',
    [endpointId],
  );
}

/**
 * Everything an endpoint wants that happened since an instant is to be sent again, in order and under the same numbers;
 * what is still waiting keeps its place. How many events that is.
 */
export async function replaySince(tx: Tx, endpointId: number, since: string): Promise<number> {
  const rows = await tx.query(
    `INSERT INTO event_delivery (endpoint_id, event_id, siren)
     SELECT w.endpoint_id, e.id, e.siren FROM webhook_subscription w JOIN event e ON e.type = ANY (w.types) AND ${IS_FOR}
     WHERE w.endpoint_id = $1 AND e.at >= $2
     ON CONFLICT (endpoint_id, event_id) DO UPDATE
       SET outcome = NULL, ended_at = NULL, due_at = NULL, attempts = 0, first_attempt_at = NULL, last_error = NULL
       WHERE event_delivery.outcome IS NOT NULL
     RETURNING 1`,
    [endpointId, since],
  );
  return rows.length;
}

/** Events older than an instant that no endpoint waits for; how many, `most` at once. */
export async function forgetEvents(tx: Tx, before: string, most: number): Promise<number> {
  const rows = await tx.query(
    `WITH old AS (
       SELECT id FROM event e WHERE at < $1
         AND NOT EXISTS (SELECT FROM event_delivery d WHERE d.event_id = e.id AND d.outcome IS NULL)
       ORDER BY id LIMIT $2),
     unsent AS (DELETE FROM event_delivery d USING old WHERE d.event_id = old.id)
     DELETE FROM event e USING old WHERE e.id = old.id RETURNING 1`,
    [before, most],
  );
  return rows.length;
}
