import type { Tx } from '../database';

/** Adds a secret; those that signed until now do so until `formerUntil` at the latest. */
export async function addSecret(
  tx: Tx,
  endpointId: number,
  sealed: string,
  { at, formerUntil }: { readonly at: string; readonly formerUntil: string },
): Promise<void> {
  await tx.query('DELETE FROM webhook_secret WHERE endpoint_id = $1 AND ends_at <= $2', [endpointId, at]);
  await tx.query('UPDATE webhook_secret SET ends_at = least(coalesce(ends_at, $2), $2) WHERE endpoint_id = $1', [
    endpointId,
    formerUntil,
  ]);
  await tx.query('INSERT INTO webhook_secret (endpoint_id, sealed, created_at) VALUES ($1, $2, $3)', [
    endpointId,
    sealed,
    at,
  ]);
}

/** The secrets that sign now, the newest first; sealed. */
export async function secretsOf(tx: Tx, endpointId: number, now: string): Promise<readonly string[]> {
  const rows = await tx.query<{ sealed: string }>(
    `SELECT sealed FROM webhook_secret WHERE endpoint_id = $1 AND (ends_at IS NULL OR ends_at > $2)
     ORDER BY id DESC`,
    [endpointId, now],
  );
  return rows.map(({ sealed }) => sealed);
}
