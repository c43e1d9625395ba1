import type { MailKind } from '#domain/mail/kinds';
import type { Letter } from '#domain/mail/letters';
import type { Tx } from '../database';

export interface NewMail {
  /** Says what the message is about: a second one of the same key is never written. */
  readonly key: string;
  readonly kind: MailKind;
  readonly accountId: number | null;
  readonly email: string;
  readonly letter: Letter;
}

/** Puts messages in the outbox, in the transaction of what they tell; how many were new. */
export async function postMails(tx: Tx, mails: readonly NewMail[], at: string): Promise<number> {
  if (mails.length === 0) return 0;
  const posted = await tx.query<unknown>(
    `INSERT INTO mail (key, kind, account_id, email, letter, created_at, due_at)
     SELECT key, kind, "accountId", email, letter, $2, $2
     FROM json_to_recordset($1) AS r (key text, kind text, "accountId" bigint, email text, letter jsonb)
     ON CONFLICT (key) DO NOTHING RETURNING 1`,
    [JSON.stringify(mails), at],
  );
  return posted.length;
}

export interface DueMail {
  readonly id: number;
  readonly key: string;
  readonly email: string;
  readonly letter: Letter;
  /** This one included. */
  readonly attempts: number;
  /** Handed over wholly by somebody who never said what became of it: it may have arrived. */
  readonly handedOver: boolean;
  /** Whether there is still somebody who wants it: the account open, the link usable, the kind not refused. */
  readonly wanted: boolean;
}

/**
 * The message that has waited longest, leased: until `leaseUntil` nobody else takes it. Who then dies before handing it
 * over leaves it to be sent again, under the same message number.
 */
export async function takeDueMail(tx: Tx, now: string, leaseUntil: string): Promise<DueMail | null> {
  const [row] = await tx.query<DueMail>(
    `UPDATE mail m SET attempts = attempts + 1, due_at = $2
     WHERE id = (SELECT id FROM mail WHERE outcome IS NULL AND due_at <= $1
                 ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, key, email, letter, attempts, handed_at IS NOT NULL AS "handedOver",
       CASE WHEN kind = 'INVITATION' THEN EXISTS (
         SELECT FROM invitation i WHERE 'INVITATION:' || i.id = m.key
           AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $1)
       ELSE EXISTS (SELECT FROM account a WHERE a.id = m.account_id AND a.disabled_at IS NULL)
         AND NOT EXISTS (SELECT FROM mail_refusal r WHERE r.account_id = m.account_id AND r.kind = m.kind) END AS wanted`,
    [now, leaseUntil],
  );
  return row ?? null;
}

/**
 * Written before the end of a message is sent; false when somebody else has taken it since, and the end must not be
 * sent.
 */
export async function handOver(
  tx: Tx,
  { id, attempts }: Pick<DueMail, 'id' | 'attempts'>,
  at: string,
): Promise<boolean> {
  const handed = await tx.query(
    'UPDATE mail SET handed_at = $3 WHERE id = $1 AND attempts = $2 AND outcome IS NULL AND handed_at IS NULL RETURNING 1',
    [id, attempts, at],
  );
  return handed.length === 1;
}

export type MailOutcome = 'SENT' | 'REFUSED' | 'UNWANTED' | 'GIVEN_UP' | 'UNCLEAR';

/** Its text goes with its end, unless a person is to say whether it goes out again. */
export async function endMail(tx: Tx, id: number, outcome: MailOutcome, error: string | null, at: string) {
  await tx.query(
    `UPDATE mail SET outcome = $2, letter = CASE WHEN $2 = 'UNCLEAR' THEN letter END, last_error = $3, ended_at = $4
     WHERE id = $1`,
    [id, outcome, error, at],
  );
}

export async function delayMail(tx: Tx, id: number, until: string, error: string): Promise<void> {
  await tx.query('UPDATE mail SET due_at = $2, last_error = $3, handed_at = NULL WHERE id = $1', [id, until, error]);
}

export async function countWaiting(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ count: number }>('SELECT count(*) AS count FROM mail WHERE outcome IS NULL');
  return row?.count ?? 0;
}
