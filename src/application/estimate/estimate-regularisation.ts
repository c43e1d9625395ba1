import { Injectable } from '@nestjs/common';
import { estimateOf, type Estimate } from '#domain/estimate/estimate';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import type { Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { readEvidence } from '../companies/read-evidence';
import { Clock } from '../ports/clock';
import { parisMonth } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';

/** Contributions lapse three years after the end of the civil year they are due for (CSS L. 244-3). */
const YEARS_BACK = 3;

/** What the caisse's rates would change in the months already declared. An estimate: nothing is filed, nothing is rewritten. */
@Injectable()
export class EstimateRegularisation {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(siret: string, since: string | undefined, { scope }: Caller): Promise<Result<Estimate>> {
    const first = since === undefined ? accepted(oldestClaimable(parisMonth(this.clock.now()))) : parsePeriod(since);
    if (!first.ok) return first;
    const { reference } = await this.rulebook.current();
    return this.database.transaction(scope, async (tx) => {
      const found = await findEstablishment(tx, siret, scope);
      if (!found.ok) return found;
      const evidence = await readEvidence(tx, found.value.siret);
      return accepted(estimateOf(evidence.contracts, evidence, reference, first.value));
    });
  }
}

export const oldestClaimable = (month: Period): Period => `${Number(month.slice(0, 4)) - YEARS_BACK}-01` as Period;
