import { Injectable } from '@nestjs/common';
import { accepted, refused, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { fileMail, sendAgain, unclearMail } from '#storage/mail/unclear';
import type { Caller } from '../access/caller';
import { Clock, WallClock } from '../ports/clock';

const ACTIONS = { SEND_AGAIN: 'mail.sent-again', FILE: 'mail.filed' } as const;

/** A person says whether a message that may have arrived goes out once more, or is left at that. */
@Injectable()
export class SettleUnclearMail {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  run(id: number, decision: keyof typeof ACTIONS, { actor }: Caller): Promise<Result<{ readonly email: string }>> {
    return this.database.transaction('system', async (tx) => {
      const mail = await unclearMail(tx, id);
      if (mail === null)
        return refused(
          'MESSAGE_INCONNU',
          `Le message ${String(id)} n'attend plus personne : il a déjà été renvoyé ou classé ; rechargez la liste.`,
        );
      if (decision === 'FILE') await fileMail(tx, id);
      else await sendAgain(tx, id, this.wallClock.now());
      const { kind, accountId, email } = mail;
      const body = { mail: id, kind, account: accountId };
      const entry = { at: this.clock.now(), actor, action: ACTIONS[decision], body };
      await appendEntries(tx, [{ ...entry, siren: null, siret: null, covers: null }]);
      return accepted({ email });
    });
  }
}
