import { hash } from 'node:crypto';
import type { Role } from '#domain/access/role';
import type { Email } from '#domain/values/email';
import type { Siren } from '#domain/values/siret';
import type { Tx } from '../database';

/** What a browser holds is kept as its hash only: who reads the table cannot take over a session. */
const keptId = (id: string): Buffer => hash('sha256', id, 'buffer');

export interface StoredSession {
  readonly data: Readonly<Record<string, unknown>>;
  readonly lastSeenAt: string;
  /** Null before sign-in, and when the account was disabled meanwhile. */
  readonly account: {
    readonly id: number;
    readonly email: Email;
    readonly name: string;
    readonly role: Role;
    readonly companies: readonly Siren[];
  } | null;
}

interface Row {
  readonly data: Readonly<Record<string, unknown>>;
  readonly lastSeenAt: string;
  readonly id: number | null;
  readonly email: Email;
  readonly name: string;
  readonly role: Role;
  readonly companies: readonly Siren[];
}

/** A session that still runs, with its account and companies: one read per request. */
export async function readSession(tx: Tx, id: string, now: string): Promise<StoredSession | null> {
  const [row] = await tx.query<Row>(
    `SELECT s.data, s.last_seen_at AS "lastSeenAt", a.id, a.email, a.name, a.role,
       coalesce((SELECT array_agg(c.siren ORDER BY c.siren) FROM account_company c WHERE c.account_id = a.id), '{}') AS companies
     FROM session s LEFT JOIN account a ON a.id = s.account_id AND a.disabled_at IS NULL
     WHERE s.id = $1 AND s.ends_at > $2`,
    [keptId(id), now],
  );
  if (row === undefined) return null;
  const { data, lastSeenAt, id: accountId, ...person } = row;
  return { data, lastSeenAt, account: accountId === null ? null : { id: accountId, ...person } };
}

export async function touchSession(tx: Tx, id: string, now: string, endsAt: string): Promise<void> {
  await tx.query('UPDATE session SET last_seen_at = $2, ends_at = least($3, expires_at) WHERE id = $1', [
    keptId(id),
    now,
    endsAt,
  ]);
}

export interface KeptSession {
  readonly id: string;
  readonly accountId: number | null;
  readonly agent: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly now: string;
  readonly endsAt: string;
  readonly expiresAt: string;
}

export async function insertSession(tx: Tx, session: KeptSession): Promise<void> {
  const { id, accountId, agent, data, now, endsAt, expiresAt } = session;
  await tx.query(
    `INSERT INTO session (id, account_id, created_at, last_seen_at, ends_at, expires_at, agent, data)
     VALUES ($1, $2, $3, $3, least($4::timestamptz, $5::timestamptz), $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id, ends_at = excluded.ends_at,
       expires_at = excluded.expires_at, agent = excluded.agent, data = excluded.data`,
    [keptId(id), accountId, now, endsAt, expiresAt, agent, JSON.stringify(data)],
  );
}

/** Only of a session that is still there: one that was revoked while its request ran does not come back. */
export async function updateSession(tx: Tx, { id, data }: Pick<KeptSession, 'id' | 'data'>): Promise<void> {
  await tx.query('UPDATE session SET data = $2 WHERE id = $1', [keptId(id), JSON.stringify(data)]);
}

export async function deleteSession(tx: Tx, id: string): Promise<void> {
  await tx.query('DELETE FROM session WHERE id = $1', [keptId(id)]);
}

/** All sessions of an account, but the one named if any. */
export async function deleteSessionsOf(tx: Tx, accountId: number, except: string | null = null): Promise<number> {
  const rows = await tx.query<unknown>(
    'DELETE FROM session WHERE account_id = $1 AND ($2::bytea IS NULL OR id <> $2) RETURNING 1',
    [accountId, except === null ? null : keptId(except)],
  );
  return rows.length;
}

export interface OpenSession {
  readonly agent: string | null;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly current: boolean;
}

export const sessionsOf = (tx: Tx, accountId: number, current: string | null, now: string): Promise<OpenSession[]> =>
  tx.query<OpenSession>(
    `SELECT agent, created_at AS "createdAt", last_seen_at AS "lastSeenAt", coalesce(id = $2, false) AS current
     FROM session WHERE account_id = $1 AND ends_at > $3 ORDER BY last_seen_at DESC LIMIT 100`,
    [accountId, current === null ? null : keptId(current), now],
  );

export async function purgeSessions(tx: Tx, now: string): Promise<void> {
  await tx.query('DELETE FROM session WHERE ends_at <= $1', [now]);
}
