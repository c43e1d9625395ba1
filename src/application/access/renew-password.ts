import { Injectable } from '@nestjs/common';
import { accepted, type Result } from '#domain/values/result';
import { accountById } from '#storage/access/accounts';
import { insertInvitation } from '#storage/access/invitations';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { PostOffice } from '../mail/post-office';
import { Clock, WallClock } from '../ports/clock';
import { accountEntry } from './account-entry';
import { accountUnknown } from './disable-account';
import { linkExpiry, mailLink, newToken, type Invited } from './invite-account';

/** A link by which a person who has an account chooses a new password. The old one works until then. */
@Injectable()
export class RenewPassword {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
    private readonly office: PostOffice,
  ) {}

  async run(accountId: number, actor: string): Promise<Result<Invited>> {
    const createdAt = this.wallClock.now();
    const token = newToken();
    const expiresAt = linkExpiry(createdAt);
    return this.database.transaction('system', async (tx) => {
      const account = await accountById(tx, accountId);
      if (account?.disabledAt !== null) return accountUnknown(accountId);
      const { email, name, role, companies } = account;
      const link = { token, accountId, email, createdAt, expiresAt };
      const id = await insertInvitation(tx, { ...link, name, role, companies });
      const mailed = await mailLink(tx, this.office, { ...link, id });
      await appendEntries(tx, [accountEntry(account, 'account.password_link', { at: this.clock.now(), by: actor })]);
      return accepted({ email, name, role, companies, token, expiresAt, mailed });
    });
  }
}
