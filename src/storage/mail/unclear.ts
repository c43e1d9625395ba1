import type { MailKind } from '#domain/mail/kinds';
import type { Tx } from '../database';

/** A message that a server took and never answered for: it may have arrived. */
export interface UnclearMail {
  readonly id: number;
  readonly kind: MailKind;
  readonly accountId: number | null;
  readonly email: string;
  readonly subject: string;
  readonly endedAt: string;
  readonly lastError: string | null;
}

const MAIL = `id, kind, account_id AS "accountId", email, letter->>'subject' AS subject, ended_at AS "endedAt",
  last_error AS "lastError"`;

/** Its text is there as long as a person has not decided. */
const UNDECIDED = `outcome = 'UNCLEAR' AND letter IS NOT NULL`;

export const unclearMails = (tx: Tx, most: number): Promise<UnclearMail[]> =>
  tx.query<UnclearMail>(`SELECT ${MAIL} FROM mail WHERE ${UNDECIDED} ORDER BY id DESC LIMIT $1`, [most]);

/** The message, for this transaction alone; null when nobody is asked about it any more. */
export async function unclearMail(tx: Tx, id: number): Promise<UnclearMail | null> {
  const [mail] = await tx.query<UnclearMail>(`SELECT ${MAIL} FROM mail WHERE ${UNDECIDED} AND id = $1 FOR UPDATE`, [
    id,
  ]);
  return mail ?? null;
}

/** Under the same message number, by which many mailboxes know one that they have. */
export async function sendAgain(tx: Tx, id: number, at: string): Promise<void> {
  await tx.query('UPDATE mail SET outcome = NULL, ended_at = NULL, handed_at = NULL, due_at = $2 WHERE id = $1', [
    id,
    at,
  ]);
}

/** Its text goes, as that of any message that has ended. */
export async function fileMail(tx: Tx, id: number): Promise<void> {
  await tx.query('UPDATE mail SET letter = NULL WHERE id = $1', [id]);
}
