import { Injectable } from '@nestjs/common';
import type { CorrectionAnswers } from '#domain/journey/correction';
import type { AnswersRefusal } from '#domain/journey/graph';
import { parseSiret } from '#domain/values/siret';
import { accepted, type Refusal, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { lockEstablishment } from '#storage/companies/read-establishment';
import { Database, type Tx } from '#storage/database';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisDay } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { profileView } from './profile-view';
import { planCorrection, type CorrectionPlan } from './correction-plan';
import { askForEmployees, recordEntered } from './entered-sheet';

export interface CorrectedRate extends CorrectionPlan {
  /** The employees must be put on the new profiles: a task asks for it. */
  readonly affiliationAsked: boolean;
}

/** Records the rates that a person gives for a date, with the reason. Undone by another correction, as nothing is edited. */
@Injectable()
export class CorrectRate {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(
    siret: string,
    answers: CorrectionAnswers,
    caller: Caller,
  ): Promise<Result<CorrectedRate, Refusal | AnswersRefusal>> {
    const { reference } = await this.rulebook.current();
    const at = this.clock.now();
    return this.database.transaction(caller.scope, async (tx) => {
      const named = parseSiret(siret);
      // Of two corrections at once the second sees the first, and says so.
      if (named.ok) await lockEstablishment(tx, named.value);
      const planned = await planCorrection(tx, siret, answers, caller, { today: parisDay(at), reference });
      return planned.ok ? accepted(await record(tx, planned.value, { at, actor: caller.actor })) : planned;
    });
  }
}

async function record(
  tx: Tx,
  plan: CorrectionPlan,
  act: { readonly at: string; readonly actor: string },
): Promise<CorrectedRate> {
  const { siret, siren } = plan.establishment;
  const { sheet, before, reason } = plan;
  const recorded = await recordEntered(tx, plan.establishment, sheet, act.at);
  const by = { correction: act.actor };
  const affiliationAsked = await askForEmployees(tx, { siret, siren, sheet, before, by }, act.at);
  const body = {
    reason,
    before:
      before === null
        ? null
        : { number: before.number, source: before.source, profiles: before.profiles.map(profileView) },
    after: { effectiveFrom: sheet.effectiveFrom, profiles: sheet.profiles.map(profileView), affiliationAsked },
    warnings: plan.warnings.map(({ rule, message, article }) => ({ rule, message, article })),
    declaredMonths: plan.declaredMonths,
    sheets: recorded === null ? null : { from: recorded.from, to: recorded.to },
  };
  const covers = recorded?.covers ?? null;
  await appendEntries(tx, [{ ...act, action: 'rates.corrected', siren, siret, body, covers }]);
  return { ...plan, affiliationAsked };
}
