import type { Subscription } from '#domain/mail/kinds';
import type { Tx } from '../database';

/** The kinds of message that an account does not want. */
export async function refusedKinds(tx: Tx, accountId: number): Promise<readonly Subscription[]> {
  const rows = await tx.query<{ kind: Subscription }>(
    'SELECT kind FROM mail_refusal WHERE account_id = $1 ORDER BY kind',
    [accountId],
  );
  return rows.map(({ kind }) => kind);
}

export async function setRefusedKinds(
  tx: Tx,
  accountId: number,
  kinds: readonly Subscription[],
  at: string,
): Promise<void> {
  await tx.query('DELETE FROM mail_refusal WHERE account_id = $1 AND kind <> ALL ($2)', [accountId, kinds]);
  await tx.query(
    'INSERT INTO mail_refusal (account_id, kind, at) SELECT $1, unnest($2::text[]), $3 ON CONFLICT DO NOTHING',
    [accountId, kinds, at],
  );
}
