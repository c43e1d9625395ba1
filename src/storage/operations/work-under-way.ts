import type { TaskKind } from '#domain/tasks/task';
import type { Tx } from '../database';

export interface OpenBatch {
  readonly id: number;
  readonly receivedAt: string;
  readonly status: string;
  readonly feeds: number;
  readonly chunksDone: number;
  /** Quarantined after three failures. */
  readonly chunksAside: number;
  /** None until the batch is decided. */
  readonly chunks: number;
}

export const openBatches = (tx: Tx): Promise<OpenBatch[]> =>
  tx.query<OpenBatch>(
    `SELECT b.id, b.received_at AS "receivedAt", b.status,
       (SELECT count(*) FROM feed f WHERE f.batch_id = b.id) AS feeds, c.*
     FROM batch b, LATERAL (
       SELECT count(*) AS chunks, count(*) FILTER (WHERE state <> 'WAITING') AS "chunksDone",
         count(*) FILTER (WHERE state = 'QUARANTINED') AS "chunksAside"
       FROM batch_chunk WHERE batch_id = b.id) c
     WHERE b.status <> 'DONE' ORDER BY b.id`,
  );

export interface WaitingTasks {
  readonly kind: TaskKind;
  readonly count: number;
  readonly oldest: string;
}

/** From an index of open tasks alone. */
export const waitingTasks = (tx: Tx): Promise<WaitingTasks[]> =>
  tx.query<WaitingTasks>(
    `SELECT kind, count(*) AS count, min(opened_at) AS oldest FROM task WHERE status = 'OPEN' GROUP BY kind ORDER BY kind`,
  );

export interface CampaignTasks {
  readonly year: number;
  readonly open: number;
  readonly ended: number;
}

/** Of the latest campaign; null while none was opened. */
export async function campaignTasks(tx: Tx): Promise<CampaignTasks | null> {
  const [row] = await tx.query<CampaignTasks>(
    `SELECT c.year, count(t.id) FILTER (WHERE t.status = 'OPEN') AS open, count(t.id) FILTER (WHERE t.status <> 'OPEN') AS ended
     FROM (SELECT year FROM campaign ORDER BY effective_from DESC, year DESC LIMIT 1) c
     LEFT JOIN task t ON t.kind = 'ANNUAL_RENEWAL' AND t.cause = c.year::text GROUP BY c.year`,
  );
  return row ?? null;
}

export interface WaitingDeposits {
  readonly count: number;
  readonly oldest: string | null;
}

export async function waitingDeposits(tx: Tx): Promise<WaitingDeposits> {
  const [row] = await tx.query<WaitingDeposits>(
    'SELECT count(*) AS count, min(received_at) AS oldest FROM deposit WHERE ended_at IS NULL',
  );
  return row ?? { count: 0, oldest: null };
}

export interface WaitingEvents {
  readonly waiting: number;
  /** Receivers that take nothing. */
  readonly failing: number;
}

export async function waitingEvents(tx: Tx): Promise<WaitingEvents> {
  const [row] = await tx.query<WaitingEvents>(
    `SELECT (SELECT count(*) FROM event_delivery WHERE outcome IS NULL) AS waiting,
       (SELECT count(*) FROM webhook_endpoint WHERE failing_since IS NOT NULL AND disabled_at IS NULL) AS failing`,
  );
  return row ?? { waiting: 0, failing: 0 };
}
