import { Injectable } from '@nestjs/common';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { endPayroll, startPayroll } from '#storage/payroll-run/payroll-runs';
import type { Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { DecideAside } from '../intake/decide-aside';
import { Clock } from '../ports/clock';

export interface PayrollRunning {
  readonly siret: Siret;
  readonly period: Period;
  readonly running: boolean;
}

export type PayrollStep = 'open' | 'close';

const HELD_ONLY_FOR_THIS = 'PAIE_EN_COURS';

/** Says that the payroll of a month is being run, or no longer: no rate it uses changes under it (rule 18). */
@Injectable()
export class RunPayroll {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly decideAside: DecideAside,
  ) {}

  async run(siretText: string, month: string, step: PayrollStep, caller: Caller): Promise<Result<PayrollRunning>> {
    const period = parsePeriod(month);
    if (!period.ok) return period;
    const changed = await this.change(siretText, period.value, step, caller);
    if (!changed.ok) return changed;
    const siret = changed.value;
    // Asked again even when the month was closed before: a crash may have come between the two.
    if (step === 'close') await this.decideAside.run([siret], 'HELD', caller.actor, HELD_ONLY_FOR_THIS);
    return accepted({ siret, period: period.value, running: step === 'open' });
  }

  private async change(
    siretText: string,
    period: Period,
    step: PayrollStep,
    { actor, scope }: Caller,
  ): Promise<Result<Siret>> {
    const at = this.clock.now();
    return this.database.transaction(scope, async (tx) => {
      const found = await findEstablishment(tx, siretText, scope);
      if (!found.ok) return found;
      const { siret, siren } = found.value;
      const month = { siret, siren, period };
      const changed = step === 'open' ? await startPayroll(tx, month, at) : await endPayroll(tx, month);
      if (changed) {
        const action = step === 'open' ? 'payroll.opened' : 'payroll.closed';
        const body = { period, before: { running: step !== 'open' }, after: { running: step === 'open' } };
        await appendEntries(tx, [{ at, actor, action, siren, siret, body, covers: null }]);
      }
      return accepted(siret);
    });
  }
}
