import { Injectable } from '@nestjs/common';
import { ATTEMPT_MINUTES, mustWait } from '#domain/access/attempts';
import { refusePassword } from '#domain/access/password';
import { accepted, refused, type Result } from '#domain/values/result';
import { accountById, accountToChange, passwordHashOf, setPasswordHash } from '#storage/access/accounts';
import { recentAttempts, recordAttempt } from '#storage/access/attempts';
import { deleteSessionsOf } from '#storage/access/sessions';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { accountEntry } from './account-entry';
import { accountUnknown } from './disable-account';
import { minutesFrom } from './moments';
import { hashPassword, passwordMatches } from './passwords';
import type { Viewer } from './viewer';

/** Replaces the password of who is signed in; every session of theirs ends, the door opens a new one. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run({ accountId }: Viewer, current: string, wanted: string): Promise<Result<void>> {
    const now = this.wallClock.now();
    const read = await this.database.transaction('system', async (tx) => {
      const account = await accountById(tx, accountId);
      if (account === null) return null;
      // Who found a browser left open must not guess the password here either.
      const attempt = { account: `compte ${accountId}`, address: `compte ${accountId}` };
      const waits = mustWait(await recentAttempts(tx, attempt, minutesFrom(now, -ATTEMPT_MINUTES)));
      if (!waits) await recordAttempt(tx, attempt, now);
      return { account, waits, hash: await passwordHashOf(tx, accountId) };
    });
    if (read === null) return accountUnknown(accountId);
    if (read.waits)
      return refused(
        'TROP_D_ESSAIS',
        `Trop d’essais du mot de passe actuel : attendez ${ATTEMPT_MINUTES} minutes, puis réessayez.`,
      );
    if (!(await passwordMatches(read.hash, current)))
      return refused('MOT_DE_PASSE_ACTUEL', 'Le mot de passe actuel n’est pas le bon : retapez-le.');
    const refusal = refusePassword(wanted, read.account);
    if (refusal !== null) return { ok: false, refusal };
    if (wanted === current)
      return refused('MOT_DE_PASSE_MEME', 'Le nouveau mot de passe est le même que l’actuel : choisissez-en un autre.');
    return this.replace(accountId, await hashPassword(wanted));
  }

  private replace(accountId: number, hash: string): Promise<Result<void>> {
    return this.database.transaction('system', async (tx) => {
      const account = await accountToChange(tx, accountId);
      if (account?.disabledAt !== null) return accountUnknown(accountId);
      await setPasswordHash(tx, accountId, hash);
      const sessions = await deleteSessionsOf(tx, accountId);
      const act = { at: this.clock.now(), by: null, more: { sessions } };
      await appendEntries(tx, [accountEntry(account, 'account.password_changed', act)]);
      return accepted(undefined);
    });
  }
}
