import { Injectable } from '@nestjs/common';
import { updateName } from '#domain/updates/update-name';
import { refused, type Result } from '#domain/values/result';
import { parseWords } from '#domain/values/words';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { closeRequest, type SupportRequest } from '#storage/support/requests';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import { undoUpdate } from '../updates/undoing';
import { findRequest } from './find-request';

export interface SupportAnswer {
  readonly words: string;
  /** Also put on file again what held before the update. */
  readonly undo: boolean;
}

const WORDS = { name: 'La réponse', hint: 'dites à l’entreprise ce que vous avez trouvé et fait', most: 2000 };

/** Answers a request to support, and takes the update back when that is the answer: one act, one entry. */
@Injectable()
export class AnswerRequest {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(id: string, { words, undo }: SupportAnswer, caller: Caller): Promise<Result<SupportRequest>> {
    const read = parseWords(words, WORDS);
    if (!read.ok) return read;
    const { reference } = await this.rulebook.current();
    const [at, actor, answer] = [this.clock.now(), caller.actor, read.value];
    return this.database.transaction(caller.scope, async (tx) => {
      const request = await findRequest(tx, id, caller);
      if (!request.ok) return request;
      const { siret, siren, status, answeredBy } = request.value;
      if (status === 'ANSWERED')
        return refused('DEMANDE_TERMINEE', `${answeredBy} a déjà répondu à cette demande : relisez sa réponse.`);
      const act = { at, actor, reason: answer };
      const undone = undo ? await undoUpdate(tx, updateName(request.value), act, caller, reference) : null;
      if (undone?.ok === false) return undone;
      await closeRequest(tx, request.value.id, { answer, actor, at });
      const body = { request: request.value.id, answer, ...undone?.value.body };
      const action = undo ? 'update.undone' : 'support.answered';
      await appendEntries(tx, [{ at, actor, action, siren, siret, body, covers: undone?.value.covers ?? null }]);
      return request;
    });
  }
}
