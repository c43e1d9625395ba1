import type { Tx } from '../database';

/** The companies of an account that is still open, as they are now. */
export async function companiesOfAccount(tx: Tx, accountId: number): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ siren: string }>(
    `SELECT c.siren FROM account_company c JOIN account a ON a.id = c.account_id AND a.disabled_at IS NULL
     WHERE c.account_id = $1`,
    [accountId],
  );
  return new Set(rows.map(({ siren }) => siren));
}

/** Among these companies, those on file or promised to somebody: no newcomer may claim them. */
export async function knownCompanies(tx: Tx, sirens: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ siren: string }>(
    `SELECT siren FROM company WHERE siren = ANY ($1)
     UNION SELECT siren FROM account_company WHERE siren = ANY ($1)
     UNION SELECT unnest(companies) FROM invitation
       WHERE companies && $1::text[] AND used_at IS NULL AND revoked_at IS NULL`,
    [sirens],
  );
  return new Set(rows.map(({ siren }) => siren));
}

export async function attachCompanies(tx: Tx, accountId: number, sirens: readonly string[]): Promise<void> {
  await tx.query(
    'INSERT INTO account_company (account_id, siren) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING',
    [accountId, sirens],
  );
}

/** Whether anything is on file for these companies; null for all of them. */
export async function hasCompanies(tx: Tx, sirens: readonly string[] | null): Promise<boolean> {
  const [row] = await tx.query<{ any: boolean }>(
    'SELECT EXISTS (SELECT FROM company WHERE $1::text[] IS NULL OR siren = ANY ($1)) AS any',
    [sirens],
  );
  return row?.any === true;
}
