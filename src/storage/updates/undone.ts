import type { UpdateName } from '#domain/updates/update-name';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';

/** An automatic update that support took back, why and when. */
export interface UndoneUpdate {
  readonly feed: number;
  readonly reason: string;
  readonly actor: string;
  readonly at: string;
}

/** Of one establishment, latest first. */
export const undoneOf = (tx: Tx, siret: Siret): Promise<UndoneUpdate[]> =>
  tx.query<UndoneUpdate>(
    'SELECT feed_id AS feed, reason, actor, at FROM update_undone WHERE siret = $1 ORDER BY at DESC, feed_id DESC',
    [siret],
  );

/** False when it is undone already: of two people at once only one does it. */
export async function recordUndone(
  tx: Tx,
  { feed, siret, siren }: UpdateName & { readonly siren: Siren },
  { reason, actor, at }: Omit<UndoneUpdate, 'feed'>,
): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO update_undone (siret, feed_id, siren, reason, actor, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [siret, feed, siren, reason, actor, at],
  );
  return rows.length === 1;
}
