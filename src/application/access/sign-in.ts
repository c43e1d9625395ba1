import { Injectable } from '@nestjs/common';
import { ATTEMPT_MINUTES, countedAddress, mustWait } from '#domain/access/attempts';
import { parseEmail, type Email } from '#domain/values/email';
import { accepted, refused, type Result } from '#domain/values/result';
import { accountByEmail, accountToChange, markSignIn, passwordHashOf, setPasswordHash } from '#storage/access/accounts';
import { forgetAttempts, recentAttempts, recordAttempt } from '#storage/access/attempts';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { accountEntry } from './account-entry';
import { minutesFrom } from './moments';
import { hashPassword, isOutdated, passwordMatches } from './passwords';

export interface SignInAsked {
  readonly email: string;
  readonly password: string;
  /** Network address of the browser, for the limit. */
  readonly address: string;
}

export interface SignedIn {
  readonly accountId: number;
}

/** Unknown, disabled or mistyped: who tries addresses learns nothing of which exist. */
const SIGN_IN_REFUSED = refused(
  'CONNEXION_REFUSEE',
  'L’adresse e-mail ou le mot de passe n’est pas le bon : corrigez-les, ou demandez un lien à votre administrateur.',
);

/** Lets a person in by e-mail and password; too many failures from one place or on one account must wait. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run({ email: typed, password, address }: SignInAsked): Promise<Result<SignedIn>> {
    const email = parseEmail(typed);
    if (!email.ok) return email;
    if (await this.waits(email.value, address))
      return refused(
        'TROP_D_ESSAIS',
        `Trop d’essais de connexion avec l’adresse « ${email.value} » ou depuis votre réseau : attendez ${ATTEMPT_MINUTES} minutes, puis réessayez.`,
      );
    const found = await this.database.transaction('system', async (tx) => {
      const account = await accountByEmail(tx, email.value);
      return account === null ? null : { id: account.id, hash: await passwordHashOf(tx, account.id) };
    });
    const matches = await passwordMatches(found?.hash ?? null, password);
    if (found?.hash == null || !matches) return SIGN_IN_REFUSED;
    const better = isOutdated(found.hash) ? await hashPassword(password) : null;
    return this.enter(found.id, email.value, better);
  }

  private waits(email: Email, address: string): Promise<boolean> {
    const now = this.wallClock.now();
    const attempt = { account: email, address: countedAddress(address) };
    return this.database.transaction('system', async (tx) => {
      if (mustWait(await recentAttempts(tx, attempt, minutesFrom(now, -ATTEMPT_MINUTES)))) return true;
      await recordAttempt(tx, attempt, now);
      return false;
    });
  }

  private enter(id: number, email: Email, betterHash: string | null): Promise<Result<SignedIn>> {
    const at = this.clock.now();
    return this.database.transaction('system', async (tx) => {
      const account = await accountToChange(tx, id);
      if (account?.disabledAt !== null) return SIGN_IN_REFUSED;
      if (betterHash !== null) await setPasswordHash(tx, id, betterHash);
      await markSignIn(tx, id, this.wallClock.now());
      await forgetAttempts(tx, email);
      await appendEntries(tx, [accountEntry(account, 'account.signed_in', { at, by: null })]);
      return accepted({ accountId: id });
    });
  }
}
