import { Injectable } from '@nestjs/common';
import { accepted, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { changeAtmpAccount } from '#storage/companies/atmp-account';
import type { KnownEstablishment } from '#storage/companies/read-establishment';
import { Database } from '#storage/database';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { findEstablishment } from './find-establishment';

/** Records whether a company is enrolled for the compte AT/MP; null = nobody knows any more. Saying the same again changes nothing. */
@Injectable()
export class SayAccount {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(siret: string, atmpAccount: boolean | null, { actor, scope }: Caller): Promise<Result<KnownEstablishment>> {
    const at = this.clock.now();
    return this.database.transaction(scope, async (tx) => {
      const found = await findEstablishment(tx, siret, scope);
      if (!found.ok) return found;
      const { siren } = found.value;
      const changed = await changeAtmpAccount(tx, siren, atmpAccount);
      if (changed === null) return found;
      const body = { before: { atmpAccount: changed.before }, after: { atmpAccount } };
      await appendEntries(tx, [
        { at, actor, action: 'company.account', siren, siret: found.value.siret, body, covers: null },
      ]);
      return accepted(found.value);
    });
  }
}
