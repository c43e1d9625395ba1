import type { Role } from '#domain/access/role';
import type { Email } from '#domain/values/email';
import type { Siren } from '#domain/values/siret';
import type { Tx } from '../database';

export interface Account {
  readonly id: number;
  readonly email: Email;
  readonly name: string;
  readonly role: Role;
  readonly companies: readonly Siren[];
  readonly createdAt: string;
  readonly lastSignInAt: string | null;
  readonly disabledAt: string | null;
  /** Whether the account can sign in here; else only through the identity provider. */
  readonly hasPassword: boolean;
}

const COLUMNS = `a.id, a.email, a.name, a.role, a.created_at AS "createdAt", a.last_sign_in_at AS "lastSignInAt",
  a.disabled_at AS "disabledAt", a.password_hash IS NOT NULL AS "hasPassword",
  coalesce((SELECT array_agg(c.siren ORDER BY c.siren) FROM account_company c WHERE c.account_id = a.id), '{}') AS companies`;

export interface NewAccount {
  readonly email: Email;
  readonly name: string;
  readonly role: Role;
  readonly companies: readonly Siren[];
  readonly passwordHash: string | null;
  readonly at: string;
}

/** The number of the new account; null when the address already has one. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<number | null> {
  const { email, name, role, companies, passwordHash, at } = account;
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO account (email, name, role, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (email) DO NOTHING RETURNING id`,
    [email, name, role, passwordHash, at],
  );
  if (row === undefined) return null;
  await tx.query('INSERT INTO account_company (account_id, siren) SELECT $1, unnest($2::text[])', [row.id, companies]);
  return row.id;
}

export async function accountByEmail(tx: Tx, email: Email): Promise<Account | null> {
  const [row] = await tx.query<Account>(`SELECT ${COLUMNS} FROM account a WHERE a.email = $1`, [email]);
  return row ?? null;
}

export async function accountById(tx: Tx, id: number): Promise<Account | null> {
  const [row] = await tx.query<Account>(`SELECT ${COLUMNS} FROM account a WHERE a.id = $1`, [id]);
  return row ?? null;
}

/** The same, locked to the end of the transaction. */
export async function accountToChange(tx: Tx, id: number): Promise<Account | null> {
  await tx.query('SELECT 1 FROM account WHERE id = $1 FOR UPDATE', [id]);
  return accountById(tx, id);
}

export const listAccounts = (tx: Tx): Promise<Account[]> =>
  tx.query<Account>(`SELECT ${COLUMNS} FROM account a ORDER BY a.disabled_at IS NOT NULL, lower(a.name), a.id`);

export async function passwordHashOf(tx: Tx, id: number): Promise<string | null> {
  const [row] = await tx.query<{ hash: string | null }>('SELECT password_hash AS hash FROM account WHERE id = $1', [
    id,
  ]);
  return row?.hash ?? null;
}

export async function setPasswordHash(tx: Tx, id: number, hash: string): Promise<void> {
  await tx.query('UPDATE account SET password_hash = $2 WHERE id = $1', [id, hash]);
}

export async function markSignIn(tx: Tx, id: number, at: string): Promise<void> {
  await tx.query('UPDATE account SET last_sign_in_at = $2 WHERE id = $1', [id, at]);
}

export async function setDisabled(tx: Tx, id: number, at: string | null): Promise<void> {
  await tx.query('UPDATE account SET disabled_at = $2 WHERE id = $1', [id, at]);
}

export async function setCompanies(tx: Tx, id: number, companies: readonly Siren[]): Promise<void> {
  await tx.query('DELETE FROM account_company WHERE account_id = $1', [id]);
  await tx.query('INSERT INTO account_company (account_id, siren) SELECT $1, unnest($2::text[])', [id, companies]);
}

/** Administrators who can still come in, locked in order of number: two who shut each other out do so one after the other. */
export async function administratorsToKeep(tx: Tx): Promise<readonly number[]> {
  const rows = await tx.query<{ id: number }>(
    `SELECT id FROM account WHERE role = 'ADMINISTRATOR' AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
  );
  return rows.map(({ id }) => id);
}

/** Marks an account as one of the demo's, open and with this password. */
export async function openDemoAccount(tx: Tx, id: number, passwordHash: string): Promise<void> {
  await tx.query('UPDATE account SET demo = true, disabled_at = NULL, password_hash = $2 WHERE id = $1', [
    id,
    passwordHash,
  ]);
}

/** Shuts the demo's accounts out; how many were open. */
export async function closeDemoAccounts(tx: Tx, at: string): Promise<number> {
  const closed = await tx.query<{ id: number }>(
    'UPDATE account SET disabled_at = $1 WHERE demo AND disabled_at IS NULL RETURNING id',
    [at],
  );
  await tx.query('DELETE FROM session WHERE account_id = ANY ($1)', [closed.map(({ id }) => id)]);
  return closed.length;
}

/** Who is told that something wants mending: support and administrators, not the people of the demo. */
export const supportAddresses = (tx: Tx): Promise<{ readonly id: number; readonly email: Email }[]> =>
  tx.query(
    `SELECT id, email FROM account
     WHERE role IN ('SUPPORT', 'ADMINISTRATOR') AND disabled_at IS NULL AND NOT demo ORDER BY id`,
  );
