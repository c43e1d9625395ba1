import { Injectable } from '@nestjs/common';
import { refusePassword } from '#domain/access/password';
import { accepted, refused, type Result } from '#domain/values/result';
import { accountById, insertAccount, type Account } from '#storage/access/accounts';
import { revokeInvitationsOf } from '#storage/access/invitations';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { accountEntry } from './account-entry';
import { readPerson, type PersonAsked } from './new-person';
import { hashPassword } from './passwords';

export type AccountAsked = PersonAsked & {
  /** Null for an account that only the identity provider lets in. */
  readonly password: string | null;
};

/** Opens an account at once, with its password. */
@Injectable()
export class CreateAccount {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run({ password, ...asked }: AccountAsked, actor: string): Promise<Result<Account>> {
    const person = readPerson(asked);
    if (!person.ok) return person;
    const refusal = password === null ? null : refusePassword(password, person.value);
    if (refusal !== null) return { ok: false, refusal };
    const passwordHash = password === null ? null : await hashPassword(password);
    const at = this.clock.now();
    return this.database.transaction('system', async (tx) => {
      const id = await insertAccount(tx, { ...person.value, passwordHash, at: this.wallClock.now() });
      const account = id === null ? null : await accountById(tx, id);
      if (account === null) return addressTaken(person.value.email);
      await revokeInvitationsOf(tx, account.email, this.wallClock.now());
      const { companies } = account;
      await appendEntries(tx, [accountEntry(account, 'account.created', { at, by: actor, more: { companies } })]);
      return accepted(account);
    });
  }
}

export const addressTaken = (email: string): Result<never> =>
  refused('ADRESSE_PRISE', `L’adresse « ${email} » a déjà un compte : voyez la liste des utilisateurs.`);
