import { Injectable } from '@nestjs/common';
import type { Reference } from '#domain/reference/reference';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import type { Siren, Siret } from '#domain/values/siret';
import { nextToPay } from '#storage/companies/next-to-pay';
import { Database, type Scope } from '#storage/database';
import type { Caller } from '../access/caller';
import { findCompany } from '../companies/find-company';
import { Rulebook } from '../rulebook/rulebook';
import { payrollsOf, type PayrollAnswer } from './payrolls-of';

/** What one set holds at most, so that memory depends neither on the company nor on who reads slowly. */
const SET = { establishments: 200, contracts: 5_000 };

/** The payroll of a whole company, a set of establishments at a time, in order of SIRET. */
@Injectable()
export class StreamPayroll {
  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
  ) {}

  /** The refusal comes before anything is written. Each set is read when it is asked for, in a transaction of its own. */
  async run(
    company: string,
    month: string,
    { scope }: Caller,
  ): Promise<Result<AsyncGenerator<readonly PayrollAnswer[]>>> {
    const period = parsePeriod(month);
    if (!period.ok) return period;
    const siren = await this.database.transaction(scope, (tx) => findCompany(tx, company, scope));
    if (!siren.ok) return siren;
    const { reference } = await this.rulebook.current();
    return accepted(this.sets({ siren: siren.value, period: period.value, reference, scope }));
  }

  private async *sets({ siren, period, reference, scope }: Asked): AsyncGenerator<readonly PayrollAnswer[]> {
    for (let after: Siret | null = null; ;) {
      const from: Siret | null = after;
      const set: readonly PayrollAnswer[] = await this.database.transaction(scope, async (tx) =>
        payrollsOf(tx, await nextToPay(tx, siren, from, SET), period, reference),
      );
      after = set.at(-1)?.siret ?? null;
      if (after === null) return;
      yield set;
    }
  }
}

interface Asked {
  readonly siren: Siren;
  readonly period: Period;
  readonly reference: Reference;
  readonly scope: Scope;
}
