import { Injectable } from '@nestjs/common';
import { parseEmail } from '#domain/values/email';
import { accepted, refused, type Result } from '#domain/values/result';
import { accountByEmail, accountToChange, markSignIn } from '#storage/access/accounts';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { accountEntry } from './account-entry';
import type { SignedIn } from './sign-in';

/** What an identity provider says of the person it let in. */
export interface ProvidedIdentity {
  readonly email: string;
  /** Whether the provider has made sure that the address is the person's. */
  readonly emailVerified: boolean;
}

/** Lets in a person whom the identity provider knows, if an account was opened for their address here. */
@Injectable()
export class SignInByProvider {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run({ email: told, emailVerified }: ProvidedIdentity): Promise<Result<SignedIn>> {
    const email = parseEmail(told);
    if (!email.ok) return email;
    if (!emailVerified)
      return refused(
        'ADRESSE_NON_VERIFIEE',
        `Votre fournisseur d’identité n’a pas vérifié l’adresse « ${email.value} » : faites-la vérifier chez lui, puis réessayez.`,
      );
    return this.database.transaction('system', async (tx) => {
      const known = await accountByEmail(tx, email.value);
      const account = known === null ? null : await accountToChange(tx, known.id);
      if (account?.disabledAt !== null)
        return refused(
          'COMPTE_ABSENT',
          `L’adresse « ${email.value} » n’a pas de compte ici : demandez une invitation à votre administrateur.`,
        );
      await markSignIn(tx, account.id, this.wallClock.now());
      const act = { at: this.clock.now(), by: null, more: { by: 'provider' } };
      await appendEntries(tx, [accountEntry(account, 'account.signed_in', act)]);
      return accepted({ accountId: account.id });
    });
  }
}
