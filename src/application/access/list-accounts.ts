import { Injectable } from '@nestjs/common';
import { listAccounts, type Account } from '#storage/access/accounts';
import { openInvitations, type Invitation } from '#storage/access/invitations';
import { Database } from '#storage/database';
import { WallClock } from '../ports/clock';

export type { Account } from '#storage/access/accounts';
export type { Invitation } from '#storage/access/invitations';

export interface Accounts {
  readonly accounts: readonly Account[];
  /** Links that still wait to be taken up. */
  readonly invitations: readonly Invitation[];
}

/** Who has an account, open ones first, and who is invited. */
@Injectable()
export class ListAccounts {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
  ) {}

  async run(): Promise<Accounts> {
    const now = this.wallClock.now();
    return this.database.transaction('system', async (tx) => ({
      accounts: await listAccounts(tx),
      invitations: await openInvitations(tx, now),
    }));
  }
}
