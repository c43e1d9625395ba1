import { Injectable } from '@nestjs/common';
import type { RateProfile } from '#domain/rates/profile';
import { frenchRate } from '#domain/values/rate';
import { accepted, refused, type Result } from '#domain/values/result';
import { dsnCode } from '#domain/values/risk-code';
import { parseWords } from '#domain/values/words';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { openRequest, type RequestContext } from '#storage/support/requests';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { ReadUpdate, type DoneForYou } from './read-update';

const WORDS = {
  name: 'Votre message',
  hint: 'dites ce qui n’est pas juste, et ce que dit la notification',
  most: 2000,
};

/** « Ce n’est pas juste »: opens a request to support about an automatic update, with what its author saw. */
@Injectable()
export class ContestUpdate {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly updates: ReadUpdate,
  ) {}

  /** The number of the request. */
  async run(id: string, text: string, caller: Caller): Promise<Result<number>> {
    const seen = await this.updates.run(id, caller);
    if (!seen.ok) return seen;
    const words = parseWords(text, WORDS);
    if (!words.ok) return words;
    const { siret, siren } = seen.value.establishment;
    const { feed } = seen.value;
    const context = contextOf(seen.value);
    const { actor, scope } = caller;
    const at = this.clock.now();
    return this.database.transaction(scope, async (tx) => {
      const request = { feed, siret, siren, words: words.value, context, askedBy: actor, askedAt: at };
      const number = await openRequest(tx, request);
      if (number === null) {
        const message = 'Le support a déjà une demande ouverte sur cette mise à jour : il y répondra ici même.';
        return refused('DEMANDE_OUVERTE', message);
      }
      const body = { request: number, feed, words: words.value, context };
      await appendEntries(tx, [{ at, actor, action: 'update.contested', siren, siret, body, covers: null }]);
      return accepted(number);
    });
  }
}

function contextOf({ dates, file, rule, why, employees }: DoneForYou): RequestContext {
  return {
    file: file?.file ?? 'inconnu',
    receivedAt: file?.receivedAt ?? '',
    effectiveFrom: dates[0]?.effectiveFrom ?? '',
    before: dates.flatMap(({ before }) => before.map(written)),
    after: dates.flatMap(({ after }) => after.map(written)),
    rule,
    why,
    employees: employees.length,
  };
}

/** `452BE 2,10 %` */
const written = ({ code, office, rate }: RateProfile): string => `${dsnCode(code, office)} ${frenchRate(rate)}`;
