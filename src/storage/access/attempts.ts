import type { RecentAttempts } from '#domain/access/attempts';
import { LOCKS, type Tx } from '../database';

export interface Attempt {
  /** The address typed, whether it has an account or not. */
  readonly account: string;
  readonly address: string;
}

/** Attempts since an instant; earlier ones are forgotten. Locked, so that many at once are counted one after the other. */
export async function recentAttempts(tx: Tx, { account, address }: Attempt, since: string): Promise<RecentAttempts> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.signIn]);
  await tx.query('DELETE FROM sign_in_attempt WHERE at <= $1', [since]);
  const [row] = await tx.query<RecentAttempts>(
    `SELECT (SELECT count(*) FROM sign_in_attempt WHERE account = $1) AS account,
            (SELECT count(*) FROM sign_in_attempt WHERE address = $2) AS address`,
    [account, address],
  );
  return row ?? { account: 0, address: 0 };
}

export async function recordAttempt(tx: Tx, { account, address }: Attempt, at: string): Promise<void> {
  await tx.query('INSERT INTO sign_in_attempt (account, address, at) VALUES ($1, $2, $3)', [account, address, at]);
}

/** A person who came in is no guesser. */
export async function forgetAttempts(tx: Tx, account: string): Promise<void> {
  await tx.query('DELETE FROM sign_in_attempt WHERE account = $1', [account]);
}
