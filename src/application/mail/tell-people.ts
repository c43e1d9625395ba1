import type { Letter, MonthCount } from '#domain/mail/letters';
import type { Tx } from '#storage/database';
import { postMails } from '#storage/mail/outbox';
import { keyOf, whomToTell, type Telling } from '#storage/mail/to-tell';
import { unsubscribeKey, unsubscribeToken, type PostOffice } from './post-office';

/** Writes one letter to each whom it concerns and who has not had it; how many are new. `at` is an ISO instant. */
export async function tellPeople(
  tx: Tx,
  telling: Telling,
  office: PostOffice,
  at: string,
  letterOf: (months: readonly MonthCount[], unsubscribe: string) => Letter,
): Promise<number> {
  const { kind, month } = telling;
  const key = await unsubscribeKey(tx);
  const link = office.month(month);
  const mails = (await whomToTell(tx, telling)).map(({ accountId, email, months }) => {
    const unsubscribe = office.unsubscribe(unsubscribeToken(key, accountId, kind));
    const letter = letterOf(
      months.map((one) => ({ ...one, link })),
      unsubscribe,
    );
    return { key: keyOf(telling, accountId), kind, accountId, email, letter };
  });
  return postMails(tx, mails, at);
}
