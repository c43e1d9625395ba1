import { Injectable } from '@nestjs/common';
import { accepted, refused, type Result } from '#domain/values/result';
import { accountToChange, administratorsToKeep, setDisabled, type Account } from '#storage/access/accounts';
import { revokeInvitationsOf } from '#storage/access/invitations';
import { deleteSessionsOf } from '#storage/access/sessions';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { accountEntry } from './account-entry';

export const accountUnknown = (id: number | string): Result<never> =>
  refused('COMPTE_INCONNU', `Le compte n° ${id} n’existe pas ou est fermé : voyez la liste des utilisateurs.`);

/** Shuts a person out at once: the sessions they hold end with it. */
@Injectable()
export class DisableAccount {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run(id: number, actor: string): Promise<Result<Account>> {
    const now = this.wallClock.now();
    return this.database.transaction('system', async (tx) => {
      const administrators = await administratorsToKeep(tx);
      const account = await accountToChange(tx, id);
      if (account === null) return accountUnknown(id);
      if (account.disabledAt !== null) return accepted(account);
      if (administrators.length === 1 && administrators[0] === id)
        return refused(
          'DERNIER_ADMINISTRATEUR',
          `${account.name} est le dernier administrateur : invitez-en un autre, qui pourra ensuite fermer ce compte.`,
        );
      await setDisabled(tx, id, now);
      await revokeInvitationsOf(tx, account.email, now);
      const sessions = await deleteSessionsOf(tx, id);
      const act = { at: this.clock.now(), by: actor, more: { sessions } };
      await appendEntries(tx, [accountEntry(account, 'account.disabled', act)]);
      return accepted({ ...account, disabledAt: now });
    });
  }
}
