import { Injectable } from '@nestjs/common';
import { payrollOf, type Payroll } from '#domain/payroll/payroll';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { Database } from '#storage/database';
import type { Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { readEvidence } from '../companies/read-evidence';
import { Rulebook } from '../rulebook/rulebook';

export interface PayrollAnswer extends Payroll {
  readonly siret: Siret;
  readonly period: Period;
}

/** Code and rate of every contract open in a month, as the DSN wants them, and what blocks. */
@Injectable()
export class ReadPayroll {
  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
  ) {}

  async run(siret: string, month: string, { scope }: Caller): Promise<Result<PayrollAnswer>> {
    const period = parsePeriod(month);
    if (!period.ok) return period;
    const { reference } = await this.rulebook.current();
    return this.database.transaction(scope, async (tx) => {
      const found = await findEstablishment(tx, siret, scope);
      if (!found.ok) return found;
      const evidence = await readEvidence(tx, found.value.siret);
      const payroll = payrollOf(evidence.contracts, period.value, evidence, reference);
      return accepted({ siret: found.value.siret, period: period.value, ...payroll });
    });
  }
}
