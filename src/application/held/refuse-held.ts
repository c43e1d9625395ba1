import { Injectable } from '@nestjs/common';
import { accepted, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { heldCompany, refuseHeld, refuseHeldBatch, type Ending } from '#storage/held/held';
import { sees, type Caller } from '../access/caller';
import { FinishBatches } from '../intake/finish-batches';
import { Clock } from '../ports/clock';
import { noLongerHeld, parseEndReason, parseHeldName } from './held-name';
import { documentEntry, type Held } from './list-held';

/** The verdict stays HELD: what it held will never be applied. */
interface RefusedEnd {
  readonly verdict: 'HELD';
  readonly status: 'REFUSED';
  readonly reason: string;
}

type Ended = Held | { readonly id: string; readonly refused: number };

export type Refused = RefusedEnd & Ended;

/** A person turns down what a guard stopped. What is on file stays; a newer document will be decided afresh. */
@Injectable()
export class RefuseHeld {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly finishBatches: FinishBatches,
  ) {}

  async run(id: string, reason: string, { actor, scope }: Caller): Promise<Result<Refused>> {
    const name = parseHeldName(id);
    if (!name.ok) return name;
    const why = parseEndReason(reason);
    if (!why.ok) return why;
    const ending = { reason: why.value, actor, at: this.clock.now() };
    const end = (tx: Tx): Promise<Ended | null> =>
      'batch' in name.value
        ? endBatch(tx, name.value.batch, { ...ending, scope })
        : endDocument(tx, name.value.document, { ...ending, scope });
    // Behind a release that was begun before: it applies what it has decided, and nothing is left to refuse.
    const ended = await this.finishBatches.before(() => this.database.transaction(scope, end));
    if (ended === null) return noLongerHeld(id);
    return accepted({ ...ended, verdict: 'HELD', status: 'REFUSED', reason: why.value });
  }
}

type EndingFor = Ending & Pick<Caller, 'scope'>;

async function endDocument(tx: Tx, document: number, { scope, ...ending }: EndingFor): Promise<Held | null> {
  const siren = await heldCompany(tx, document);
  if (siren === null || !sees(scope, siren)) return null;
  const held = await refuseHeld(tx, document, ending);
  if (held === null) return null;
  const { id, siret, feed, file, guards, facts } = held;
  const body = {
    held: id,
    ...{ feed, file, facts },
    before: { status: 'OPEN', guards },
    after: { status: 'REFUSED' },
    reason: ending.reason,
  };
  const { at, actor } = ending;
  await appendEntries(tx, [{ at, actor, action: 'held.refused', siren, siret, body, covers: null }]);
  return documentEntry(held);
}

/** A batch is of everybody: nobody who is bound to companies may speak for it. */
async function endBatch(tx: Tx, batch: number, { scope, ...ending }: EndingFor): Promise<Ended | null> {
  if (scope !== 'system') return null;
  const { refused, from, to } = await refuseHeldBatch(tx, batch, ending);
  if (refused === 0) return null;
  const body = {
    ...{ batch, refused, from, to },
    before: { status: 'OPEN', guards: 'LOT_ANORMAL' },
    after: { status: 'REFUSED' },
    reason: ending.reason,
  };
  const { at, actor } = ending;
  await appendEntries(tx, [{ at, actor, action: 'held.batch-refused', siren: null, siret: null, body, covers: null }]);
  return { id: `lot-${batch}`, refused };
}
