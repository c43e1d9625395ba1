import { Injectable } from '@nestjs/common';
import { accepted, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { heldCompany, heldInBatch } from '#storage/held/held';
import type { AgainVerdict } from '#storage/intake/aside';
import { sees, type Caller } from '../access/caller';
import { DecideAside } from '../intake/decide-aside';
import { noLongerHeld, parseEndReason, parseHeldName } from './held-name';

export type Released =
  | (AgainVerdict & { readonly id: string })
  | { readonly id: string; readonly released: number; readonly verdicts: Readonly<Record<string, number>> };

/** A person lets through what a guard stopped: it is decided again, and the other rules still speak. */
@Injectable()
export class ReleaseHeld {
  constructor(
    private readonly database: Database,
    private readonly decideAside: DecideAside,
  ) {}

  async run(id: string, reason: string, { actor, scope }: Caller): Promise<Result<Released>> {
    const name = parseHeldName(id);
    if (!name.ok) return name;
    const why = parseEndReason(reason);
    if (!why.ok) return why;
    const ids = await this.database.transaction(scope, async (tx) => {
      // A batch is of everybody: nobody who is bound to companies may speak for it.
      if ('batch' in name.value) return scope === 'system' ? heldInBatch(tx, name.value.batch) : [];
      const siren = await heldCompany(tx, name.value.document);
      return siren !== null && sees(scope, siren) ? [name.value.document] : [];
    });
    if (ids.length === 0) return noLongerHeld(id);
    const verdicts = await this.decideAside.release(ids, why.value, actor);
    if ('batch' in name.value) return accepted(countOf(id.trim(), verdicts));
    const [verdict] = verdicts;
    return verdict === undefined ? noLongerHeld(id) : accepted({ id: id.trim(), ...verdict });
  }
}

function countOf(id: string, decided: readonly AgainVerdict[]): Released {
  const verdicts: Record<string, number> = {};
  for (const { verdict } of decided) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return { id, released: decided.length, verdicts };
}
