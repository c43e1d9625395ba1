import type { Siren } from '#domain/values/siret';
import type { Tx } from '../database';

/** What was known before; null when it is the same, and nothing changes. */
export async function changeAtmpAccount(
  tx: Tx,
  siren: Siren,
  account: boolean | null,
): Promise<{ readonly before: boolean | null } | null> {
  const [row] = await tx.query<{ before: boolean | null }>(
    'SELECT atmp_account AS before FROM company WHERE siren = $1 FOR UPDATE',
    [siren],
  );
  if (row === undefined || row.before === account) return null;
  await tx.query('UPDATE company SET atmp_account = $2 WHERE siren = $1', [siren, account]);
  return row;
}
