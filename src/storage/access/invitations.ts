import { hash } from 'node:crypto';
import type { Role } from '#domain/access/role';
import type { Email } from '#domain/values/email';
import type { Siren } from '#domain/values/siret';
import { LOCKS, type Tx } from '../database';

const keptToken = (token: string): Buffer => hash('sha256', token, 'buffer');

export interface Invitation {
  readonly id: number;
  /** Set when the link lets a person who has an account choose a new password. */
  readonly accountId: number | null;
  readonly email: Email;
  readonly name: string;
  readonly role: Role;
  readonly companies: readonly Siren[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
  readonly revokedAt: string | null;
}

const COLUMNS = `id, account_id AS "accountId", email, name, role, companies, created_at AS "createdAt",
  expires_at AS "expiresAt", used_at AS "usedAt", revoked_at AS "revokedAt"`;

export type NewInvitation = Omit<Invitation, 'id' | 'usedAt' | 'revokedAt'> & { readonly token: string };

/** One open link per address: a new one ends the former, also when both are made at once. */
export async function insertInvitation(tx: Tx, invitation: NewInvitation): Promise<number> {
  const { token, accountId, email, name, role, companies, createdAt, expiresAt } = invitation;
  await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCKS.invitation, email]);
  await revokeInvitationsOf(tx, email, createdAt);
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO invitation (token, account_id, email, name, role, companies, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [keptToken(token), accountId, email, name, role, companies, createdAt, expiresAt],
  );
  if (row === undefined) throw new Error('An inserted invitation has no number.');
  return row.id;
}

export async function invitationOf(tx: Tx, token: string): Promise<Invitation | null> {
  const [row] = await tx.query<Invitation>(`SELECT ${COLUMNS} FROM invitation WHERE token = $1 FOR UPDATE`, [
    keptToken(token),
  ]);
  return row ?? null;
}

export const openInvitations = (tx: Tx, now: string): Promise<Invitation[]> =>
  tx.query<Invitation>(
    `SELECT ${COLUMNS} FROM invitation
     WHERE used_at IS NULL AND revoked_at IS NULL AND expires_at > $1 ORDER BY created_at DESC, id DESC`,
    [now],
  );

export async function useInvitation(tx: Tx, id: number, accountId: number, at: string): Promise<void> {
  await tx.query('UPDATE invitation SET used_at = $3, account_id = $2 WHERE id = $1', [id, accountId, at]);
}

export async function revokeInvitationsOf(tx: Tx, email: Email, at: string): Promise<void> {
  await tx.query('UPDATE invitation SET revoked_at = $2 WHERE email = $1 AND used_at IS NULL AND revoked_at IS NULL', [
    email,
    at,
  ]);
}
