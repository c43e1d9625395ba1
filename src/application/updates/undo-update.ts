import { Injectable } from '@nestjs/common';
import { accepted, type Result } from '#domain/values/result';
import { parseWords } from '#domain/values/words';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import type { FoundUpdate } from './find-update';
import { undoUpdate } from './undoing';

export const UNDOING_REASON = {
  name: 'Le motif',
  hint: 'dites à l’entreprise pourquoi la mise à jour est annulée',
  most: 1000,
};

/** Takes back an automatic update: what was on file before holds again, as a new sheet. */
@Injectable()
export class UndoUpdate {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(id: string, words: string, caller: Caller): Promise<Result<FoundUpdate>> {
    const reason = parseWords(words, UNDOING_REASON);
    if (!reason.ok) return reason;
    const { reference } = await this.rulebook.current();
    const act = { at: this.clock.now(), actor: caller.actor, reason: reason.value };
    return this.database.transaction(caller.scope, async (tx) => {
      const undone = await undoUpdate(tx, id, act, caller, reference);
      if (!undone.ok) return undone;
      const { update, body, covers } = undone.value;
      const { siret, siren } = update.establishment;
      const { at, actor } = act;
      await appendEntries(tx, [{ at, actor, action: 'update.undone', siren, siret, body, covers }]);
      return accepted(update);
    });
  }
}
