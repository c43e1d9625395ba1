import { EARLY_HEADCOUNT_HUNDREDTHS, type DueDay } from '#domain/mail/closing';
import type { Subscription } from '#domain/mail/kinds';
import type { Period } from '#domain/values/local-date';
import type { Tx } from '../database';

export interface ToTell {
  readonly accountId: number;
  readonly email: string;
  /** By payroll month, earliest first. */
  readonly months: readonly { readonly period: Period; readonly count: number }[];
}

export interface Telling {
  readonly kind: Subscription;
  /** Of the message's key, behind kind and account. */
  readonly cause: string;
  /** Tasks that are to do as seen from this month. */
  readonly month: Period;
  /** Only of companies whose DSN is due on that day; null for all. */
  readonly dueDay: DueDay | null;
}

/** As the message's key is built, in SQL and out of it. */
export const keyOf = ({ kind, cause }: Telling, accountId: number): string => `${kind}:${String(accountId)}:${cause}`;

/**
 * Everybody who answers for payrolls, has something to do, wants to be told and has not been told yet: one read. The
 * people of the demo have no mailbox.
 */
export async function whomToTell(tx: Tx, telling: Telling): Promise<ToTell[]> {
  const { kind, cause, month, dueDay } = telling;
  return tx.query<ToTell>(
    `SELECT s.id AS "accountId", s.email,
       json_agg(json_build_object('period', s.period, 'count', s.count) ORDER BY s.period) AS months
     FROM (SELECT a.id, a.email, t.period, count(*) AS count
           FROM account a
           JOIN account_company ac ON ac.account_id = a.id
           JOIN company c ON c.siren = ac.siren
           JOIN task t ON t.siren = c.siren AND t.status = 'OPEN' AND t.period <= $3
             AND (t.postponed_until IS NULL OR t.postponed_until <= $3)
           WHERE a.disabled_at IS NULL AND NOT a.demo AND a.role IN ('PAYROLL_ADMIN', 'ACCOUNTANT')
             AND ($4::int IS NULL
               OR $4 = CASE WHEN coalesce(c.headcount_hundredths, $5) >= $5 THEN 5 ELSE 15 END)
             AND NOT EXISTS (SELECT FROM mail_refusal r WHERE r.account_id = a.id AND r.kind = $1)
             AND NOT EXISTS (SELECT FROM mail m WHERE m.key = $1 || ':' || a.id || ':' || $2)
           GROUP BY a.id, a.email, t.period) s
     GROUP BY s.id, s.email ORDER BY s.id`,
    [kind, cause, month, dueDay, EARLY_HEADCOUNT_HUNDREDTHS],
  );
}
