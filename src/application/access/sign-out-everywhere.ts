import { Injectable } from '@nestjs/common';
import { deleteSessionsOf } from '#storage/access/sessions';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { Clock } from '../ports/clock';
import type { Viewer } from './viewer';

/** Ends every session of a person, on every device; the one they speak from may stay. */
@Injectable()
export class SignOutEverywhere {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** How many were ended. */
  async run({ accountId, actor, name, role }: Viewer, except: string | null): Promise<number> {
    return this.database.transaction('system', async (tx) => {
      const sessions = await deleteSessionsOf(tx, accountId, except);
      const body = { account: accountId, name, role, sessions };
      const at = this.clock.now();
      await appendEntries(tx, [
        { at, actor, action: 'account.signed_out_everywhere', siren: null, siret: null, body, covers: null },
      ]);
      return sessions;
    });
  }
}
