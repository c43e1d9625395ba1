import { Injectable } from '@nestjs/common';
import { SUBSCRIPTIONS, type Subscription } from '#domain/mail/kinds';
import { accountToChange, type Account } from '#storage/access/accounts';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { refusedKinds, setRefusedKinds } from '#storage/mail/refusals';
import { accountEntry } from '../access/account-entry';
import type { Viewer } from '../access/viewer';
import { Clock } from '../ports/clock';

/** Says anew which messages a person wants. */
@Injectable()
export class ChangeSubscriptions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(wanted: readonly string[], { accountId }: Viewer): Promise<void> {
    const refused = SUBSCRIPTIONS.filter((kind) => !wanted.includes(kind));
    const at = this.clock.now();
    await this.database.transaction('system', async (tx) => {
      const account = await accountToChange(tx, accountId);
      if (account !== null) await refuseKinds(tx, account, refused, at);
    });
  }
}

/** One entry when something changed, none when it was so already. */
export async function refuseKinds(
  tx: Tx,
  account: Account,
  refused: readonly Subscription[],
  at: string,
): Promise<void> {
  const before = await refusedKinds(tx, account.id);
  if (before.length === refused.length && refused.every((kind) => before.includes(kind))) return;
  await setRefusedKinds(tx, account.id, refused, at);
  const more = { refused: { before, after: refused } };
  await appendEntries(tx, [accountEntry(account, 'account.mail_changed', { at, by: null, more })]);
}
