import { Injectable } from '@nestjs/common';
import { accepted, type Result } from '#domain/values/result';
import { accountToChange, setCompanies, type Account } from '#storage/access/accounts';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { Clock } from '../ports/clock';
import { accountEntry } from './account-entry';
import { accountUnknown } from './disable-account';
import { readCompanies } from './new-person';

/** Says anew which companies a person belongs to; it holds from their next click on. */
@Injectable()
export class ChangeCompanies {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(id: number, companies: readonly string[], actor: string): Promise<Result<Account>> {
    return this.database.transaction('system', async (tx) => {
      const account = await accountToChange(tx, id);
      if (account?.disabledAt !== null) return accountUnknown(id);
      const sirens = readCompanies(account.role, companies);
      if (!sirens.ok) return sirens;
      await setCompanies(tx, id, sirens.value);
      const more = { before: account.companies, after: sirens.value };
      const act = { at: this.clock.now(), by: actor, more };
      await appendEntries(tx, [accountEntry(account, 'account.companies_changed', act)]);
      return accepted({ ...account, companies: sirens.value });
    });
  }
}
