import { Injectable } from '@nestjs/common';
import { parsePeriod } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import type { Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { Rulebook } from '../rulebook/rulebook';
import { payrollsOf, type PayrollAnswer } from './payrolls-of';

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
      const [payroll] = await payrollsOf(tx, [found.value.siret], period.value, reference);
      if (payroll === undefined) throw new Error(`No payroll was told of ${found.value.siret}.`);
      return accepted(payroll);
    });
  }
}
