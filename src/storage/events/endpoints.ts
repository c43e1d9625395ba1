import type { EventType } from '#domain/events/event';
import type { Siren } from '#domain/values/siret';
import type { Tx } from '../database';

export interface NewEndpoint {
  readonly url: string;
  /** The only company it is told of; null for all. */
  readonly siren: Siren | null;
  readonly types: readonly EventType[];
  /** The journal's name of who adds it. */
  readonly by: string;
  readonly at: string;
}

export interface Endpoint extends Omit<NewEndpoint, 'by' | 'at'> {
  readonly id: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly active: boolean;
  /** Why it is not active: a person, or the receiver itself by an answer 410. */
  readonly disabledBecause: 'PERSON' | 'GONE' | null;
  /** Set when an event was given up and none has been taken since. */
  readonly failingSince: string | null;
  readonly lastSuccessAt: string | null;
  readonly lastFailureAt: string | null;
  readonly lastError: string | null;
  /** Events that are still to be sent. */
  readonly waiting: number;
  readonly givenUp: number;
}

export async function addEndpoint(tx: Tx, { url, siren, types, by, at }: NewEndpoint): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `WITH added AS (INSERT INTO webhook_endpoint (url, created_at, created_by) VALUES ($1, $2, $3) RETURNING id)
     INSERT INTO webhook_subscription (endpoint_id, siren, types) SELECT id, $4, $5 FROM added RETURNING endpoint_id AS id`,
    [url, at, by, siren, types],
  );
  if (row === undefined) throw new Error('INSERT … RETURNING gave no row.');
  return row.id;
}

const ENDPOINT = `
  SELECT e.id, e.url, s.siren, s.types, s.active, e.created_at AS "createdAt", e.created_by AS "createdBy",
    e.disabled_because AS "disabledBecause", e.failing_since AS "failingSince", e.last_success_at AS "lastSuccessAt",
    e.last_failure_at AS "lastFailureAt", e.last_error AS "lastError",
    (SELECT count(*) FROM event_delivery d WHERE d.endpoint_id = e.id AND d.outcome IS NULL) AS waiting,
    (SELECT count(*) FROM event_delivery d WHERE d.endpoint_id = e.id AND d.outcome = 'GIVEN_UP') AS "givenUp"
  FROM webhook_endpoint e JOIN webhook_subscription s ON s.endpoint_id = e.id`;

export const listEndpoints = (tx: Tx): Promise<Endpoint[]> => tx.query<Endpoint>(`${ENDPOINT} ORDER BY e.id`);

export async function endpointNumbered(tx: Tx, id: number): Promise<Endpoint | null> {
  const [row] = await tx.query<Endpoint>(`${ENDPOINT} WHERE e.id = $1`, [id]);
  return row ?? null;
}

/** The same, nobody else changing it before the end of the transaction. */
export async function endpointToChange(tx: Tx, id: number): Promise<Endpoint | null> {
  await tx.query('SELECT FROM webhook_endpoint WHERE id = $1 FOR UPDATE', [id]);
  return endpointNumbered(tx, id);
}

/** While it is not active nothing is written for it, and nothing sent. */
export async function setActive(
  tx: Tx,
  id: number,
  disabled: { readonly at: string; readonly because: 'PERSON' | 'GONE' } | null,
): Promise<void> {
  await tx.query('UPDATE webhook_endpoint SET disabled_at = $2, disabled_because = $3 WHERE id = $1', [
    id,
    disabled?.at ?? null,
    disabled?.because ?? null,
  ]);
  await tx.query('UPDATE webhook_subscription SET active = $2 WHERE endpoint_id = $1', [id, disabled === null]);
}

export interface GivenUpEvent {
  readonly type: EventType;
  readonly at: string;
  readonly endedAt: string;
  readonly attempts: number;
  readonly lastError: string | null;
}

/** The last events that an endpoint never took. */
export const lastGivenUp = (tx: Tx, id: number, most: number): Promise<GivenUpEvent[]> =>
  tx.query<GivenUpEvent>(
    `SELECT e.type, e.at, d.ended_at AS "endedAt", d.attempts, d.last_error AS "lastError"
     FROM event_delivery d JOIN event e ON e.id = d.event_id
     WHERE d.endpoint_id = $1 AND d.outcome = 'GIVEN_UP' ORDER BY d.event_id DESC LIMIT $2`,
    [id, most],
  );
