import { Injectable } from '@nestjs/common';
import type { Subscription } from '#domain/mail/kinds';
import { accepted, refused, type Result } from '#domain/values/result';
import { accountToChange } from '#storage/access/accounts';
import { Database } from '#storage/database';
import { refusedKinds } from '#storage/mail/refusals';
import { Clock } from '../ports/clock';
import { refuseKinds } from './change-subscriptions';
import { readUnsubscribeToken, unsubscribeKey } from './post-office';

/** Ends messages of one kind for whoever holds the link of one, signed in or not; doing so twice is the same as once. */
@Injectable()
export class Unsubscribe {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** `isAsked` false only reads what the link would end. */
  async run(token: string, isAsked: boolean): Promise<Result<Subscription>> {
    return this.database.transaction('system', async (tx) => {
      const about = readUnsubscribeToken(await unsubscribeKey(tx), token);
      const account = about === null ? null : await accountToChange(tx, about.accountId);
      if (about === null || account === null)
        return refused('LIEN_INCONNU', 'Ce lien n’est pas complet : ouvrez-le depuis le message, sans rien y changer.');
      if (isAsked) {
        const before = await refusedKinds(tx, account.id);
        await refuseKinds(tx, account, [...new Set([...before, about.kind])], this.clock.now());
      }
      return accepted(about.kind);
    });
  }
}
