import type { EventType } from '#domain/events/event';
import type { Tx } from '../database';

export interface Facts {
  readonly type: EventType;
  /** A statement that changes rows and returns them, read by `facts` under the name `act`; none when they stand already. */
  readonly act?: string;
  /**
   * A query of (siren, ord, data): whose each fact is, null for everybody's, in which order they are told, and what is
   * said of it. It may read `wish`, the (endpoint_id, siren) of those who want this type.
   */
  readonly facts: string;
  /** Of the fact, an ISO instant. */
  readonly at: string;
  /** Of `act` and `facts`, from $1 on. */
  readonly parameters: readonly unknown[];
}

/**
 * Whether an endpoint of `w.siren` is told the event `e`: one of all companies whatever happens to any of them, one of
 * a company its own. A feed tells of many companies, so that it has an event for the whole and one for each company.
 */
export const IS_FOR = `(CASE WHEN e.type = 'feed.completed' THEN w.siren IS NOT DISTINCT FROM e.siren
  ELSE w.siren IS NULL OR w.siren = e.siren END)`;

/** Who wants a type, as a part of WITH; `type` is the placeholder of its name. */
const wishFor = (type: string): string =>
  `wish AS MATERIALIZED (SELECT endpoint_id, siren FROM webhook_subscription WHERE active AND ${type} = ANY (types))`;

/**
 * Puts facts in the outbox, for whoever wants them, in the transaction in which they become true: one statement for any
 * number of them, and not one row when nobody does.
 */
export async function tell(tx: Tx, { type, act, facts, at, parameters }: Facts): Promise<void> {
  const [ofType, ofAt] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`];
  await tx.query(
    `WITH ${wishFor(`${ofType}::text`)}, ${act === undefined ? '' : `act AS (${act}),`}
     told AS (
       INSERT INTO event (type, siren, at, data)
       SELECT e.type, e.siren, ${ofAt}::timestamptz, e.data FROM (SELECT ${ofType}::text AS type, f.* FROM (${facts}) f) e
       WHERE EXISTS (SELECT FROM wish w WHERE ${IS_FOR}) ORDER BY e.ord
       RETURNING id, type, siren)
     INSERT INTO event_delivery (endpoint_id, event_id, siren)
     SELECT w.endpoint_id, e.id, e.siren FROM told e JOIN wish w ON ${IS_FOR}`,
    [...parameters, type, at],
  );
}

/** Whether anybody at all wants a type: what is costly to find out is not looked for in vain. */
export async function isWanted(tx: Tx, type: EventType): Promise<boolean> {
  const rows = await tx.query('SELECT FROM webhook_subscription WHERE active AND $1 = ANY (types) LIMIT 1', [type]);
  return rows.length > 0;
}
