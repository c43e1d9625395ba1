import { hash } from 'node:crypto';
import type { ApiScope } from '#domain/access/api-scope';
import type { Siren } from '#domain/values/siret';
import type { Tx } from '../database';

/**
 * A key is kept as its SHA-256 only. A fast hash is right here, where it would be wrong for a password: a key is 256
 * random bits, which nobody guesses at any speed, and it is hashed at every request.
 */
const keptSecret = (token: string): Buffer => hash('sha256', token, 'buffer');

export interface ApiKey {
  readonly id: number;
  readonly name: string;
  /** How the key begins, for people to know it again: `tj_live_ab12…`. */
  readonly shown: string;
  readonly scopes: readonly ApiScope[];
  /** The companies that it is kept to; null for all that its owner has. */
  readonly companies: readonly Siren[] | null;
  /** The account whose companies it follows; null for none. */
  readonly accountId: number | null;
  readonly accountName: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string | null;
  /** To the minute. */
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

const COLUMNS = `k.id, k.name, k.shown, k.scopes, k.companies, k.account_id AS "accountId", a.name AS "accountName",
  k.created_at AS "createdAt", k.created_by AS "createdBy", k.expires_at AS "expiresAt",
  k.last_used_at AS "lastUsedAt", k.revoked_at AS "revokedAt"`;

export interface NewApiKey extends Pick<
  ApiKey,
  'name' | 'shown' | 'scopes' | 'companies' | 'accountId' | 'createdAt' | 'createdBy' | 'expiresAt'
> {
  readonly token: string;
}

/** The number of the new key. */
export async function insertApiKey(tx: Tx, key: NewApiKey): Promise<number> {
  const { name, shown, token, scopes, companies, accountId, createdAt, createdBy, expiresAt } = key;
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO api_key (name, shown, secret, scopes, companies, account_id, created_at, created_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
    [name, shown, keptSecret(token), scopes, companies, accountId, createdAt, createdBy, expiresAt],
  );
  if (row === undefined) throw new Error('A key was not kept.');
  return row.id;
}

/** Keys that still open first; of one account, or all of them for null. */
export const listApiKeys = (tx: Tx, accountId: number | null): Promise<ApiKey[]> =>
  tx.query<ApiKey>(
    `SELECT ${COLUMNS} FROM api_key k LEFT JOIN account a ON a.id = k.account_id
     WHERE $1::bigint IS NULL OR k.account_id = $1 ORDER BY k.revoked_at IS NOT NULL, k.id DESC`,
    [accountId],
  );

export async function apiKeyById(tx: Tx, id: number): Promise<ApiKey | null> {
  const [row] = await tx.query<ApiKey>(
    `SELECT ${COLUMNS} FROM api_key k LEFT JOIN account a ON a.id = k.account_id WHERE k.id = $1 FOR UPDATE OF k`,
    [id],
  );
  return row ?? null;
}

export async function revokeApiKey(tx: Tx, id: number, at: string, by: string): Promise<void> {
  await tx.query('UPDATE api_key SET revoked_at = $2, revoked_by = $3 WHERE id = $1', [id, at, by]);
}

export interface PresentedKey extends ApiKey {
  /** Of the account that it follows, today; null where it follows none. */
  readonly ownCompanies: readonly Siren[] | null;
  /** Whether that account was closed. */
  readonly isOwnerGone: boolean;
}

/** The key that somebody presents, whatever became of it; null when there never was one. */
export async function apiKeyOf(tx: Tx, token: string): Promise<PresentedKey | null> {
  const [row] = await tx.query<PresentedKey>(
    `SELECT ${COLUMNS}, coalesce(a.disabled_at IS NOT NULL, false) AS "isOwnerGone",
       CASE WHEN k.account_id IS NULL THEN NULL ELSE coalesce(
         (SELECT array_agg(c.siren ORDER BY c.siren) FROM account_company c WHERE c.account_id = k.account_id), '{}')
       END AS "ownCompanies"
     FROM api_key k LEFT JOIN account a ON a.id = k.account_id WHERE k.secret = $1`,
    [keptSecret(token)],
  );
  return row ?? null;
}

export async function markKeyUsed(tx: Tx, id: number, at: string): Promise<void> {
  await tx.query('UPDATE api_key SET last_used_at = $2 WHERE id = $1', [id, at]);
}
