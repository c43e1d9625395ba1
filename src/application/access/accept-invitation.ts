import { Injectable } from '@nestjs/common';
import { refusePassword } from '#domain/access/password';
import { accepted, type Result } from '#domain/values/result';
import { accountToChange, insertAccount, markSignIn, setPasswordHash } from '#storage/access/accounts';
import { forgetAttempts } from '#storage/access/attempts';
import { useInvitation, type Invitation } from '#storage/access/invitations';
import { deleteSessionsOf } from '#storage/access/sessions';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { accountEntry } from './account-entry';
import { addressTaken } from './create-account';
import { accountUnknown } from './disable-account';
import { hashPassword } from './passwords';
import { openInvitation } from './read-invitation';
import type { SignedIn } from './sign-in';

/** Takes up a link: the person chooses a password, and has an account, or their former one again. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run(token: string, password: string): Promise<Result<SignedIn>> {
    const now = this.wallClock.now();
    const found = await this.database.transaction('system', (tx) => openInvitation(tx, token, now));
    if (!found.ok) return found;
    const refusal = refusePassword(password, found.value);
    if (refusal !== null) return { ok: false, refusal };
    const passwordHash = await hashPassword(password);
    return this.database.transaction('system', async (tx) => {
      // Read again under its lock: the same link may have been taken up while the password was hashed.
      const invitation = await openInvitation(tx, token, now);
      if (!invitation.ok) return invitation;
      const accountId = await this.take(tx, invitation.value, passwordHash, now);
      if (!accountId.ok) return accountId;
      await useInvitation(tx, invitation.value.id, accountId.value, now);
      await markSignIn(tx, accountId.value, now);
      const { name, role, companies, id } = invitation.value;
      const action = invitation.value.accountId === null ? 'account.created' : 'account.password_changed';
      const act = { at: this.clock.now(), by: null, more: { companies, invitation: id } };
      await appendEntries(tx, [accountEntry({ id: accountId.value, name, role }, action, act)]);
      return accepted({ accountId: accountId.value });
    });
  }

  private async take(tx: Tx, invitation: Invitation, passwordHash: string, at: string): Promise<Result<number>> {
    const { accountId, email, name, role, companies } = invitation;
    if (accountId === null) {
      const id = await insertAccount(tx, { email, name, role, companies, passwordHash, at });
      return id === null ? addressTaken(email) : accepted(id);
    }
    const account = await accountToChange(tx, accountId);
    if (account?.disabledAt !== null) return accountUnknown(accountId);
    await setPasswordHash(tx, accountId, passwordHash);
    await deleteSessionsOf(tx, accountId);
    await forgetAttempts(tx, email);
    return accepted(accountId);
  }
}
