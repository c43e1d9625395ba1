import { Injectable } from '@nestjs/common';
import { parseUpdateName } from '#domain/updates/update-name';
import { accepted, type Result } from '#domain/values/result';
import { parseWords } from '#domain/values/words';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { closeRequest, listRequests, type SupportRequest } from '#storage/support/requests';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import { findRequest } from '../support/find-request';
import type { FoundUpdate } from './find-update';
import { undoUpdate } from './undoing';

const UNDOING_REASON = {
  name: 'Le motif',
  hint: 'dites à l’entreprise pourquoi la mise à jour est annulée',
  most: 1000,
};

/**
 * Takes back an automatic update: what was on file before holds again, as a new sheet. Who contested it has their answer
 * by that: the request that is open is answered with the reason, in the same act and the same entry.
 */
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
      const request = await openRequestOf(tx, id, caller);
      const undone = await undoUpdate(tx, id, act, caller, reference);
      if (!undone.ok) return undone;
      const { update, body, covers } = undone.value;
      const { siret, siren } = update.establishment;
      const { at, actor } = act;
      if (request !== null) await closeRequest(tx, request.id, { answer: act.reason, actor, at });
      await appendEntries(tx, [
        {
          at,
          actor,
          action: 'update.undone',
          siren,
          siret,
          body: { ...asAnswer(request, act.reason), ...body },
          covers,
        },
      ]);
      return accepted(update);
    });
  }
}

/** What somebody said of the update and still waits for; locked before the establishment, as an answer locks it. */
async function openRequestOf(tx: Tx, id: string, caller: Caller): Promise<SupportRequest | null> {
  const name = parseUpdateName(id);
  if (name === null) return null;
  const [open] = await listRequests(tx, { companies: null, status: 'OPEN', ...name, before: null }, 1);
  const locked = open === undefined ? null : await findRequest(tx, String(open.id), caller);
  return locked?.ok === true && locked.value.status === 'OPEN' ? locked.value : null;
}

const asAnswer = (request: SupportRequest | null, answer: string): Readonly<Record<string, unknown>> =>
  request === null ? {} : { request: request.id, answer };
