import { Injectable } from '@nestjs/common';
import { administratorsToKeep, closeDemoAccounts } from '#storage/access/accounts';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';

/** Before real pages are served on a base that the demo filled: the accounts whose passwords were printed are shut. */
@Injectable()
export class CloseDemoAccounts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  /** Whether an administrator is left who can let others in. */
  async run(actor: string): Promise<{ readonly closed: number; readonly hasAdministrator: boolean }> {
    return this.database.transaction('system', async (tx) => {
      const closed = await closeDemoAccounts(tx, this.wallClock.now());
      const hasAdministrator = (await administratorsToKeep(tx)).length > 0;
      if (closed > 0) {
        const entry = { at: this.clock.now(), actor, action: 'account.demo_closed', siren: null, siret: null };
        await appendEntries(tx, [{ ...entry, body: { accounts: closed }, covers: null }]);
      }
      return { closed, hasAdministrator };
    });
  }
}
