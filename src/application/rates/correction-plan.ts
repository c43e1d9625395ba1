import { estimateOf, type Estimate } from '#domain/estimate/estimate';
import { warningsOf, type Warning } from '#domain/journey/warnings';
import { correctionOf, type Correction, type CorrectionAnswers } from '#domain/journey/correction';
import { refusedAnswers, type AnswersRefusal } from '#domain/journey/graph';
import { withSheets } from '#domain/estimate/monthly-effect';
import { asIfRecorded } from '#domain/rates/sheet';
import type { Reference } from '#domain/reference/reference';
import { dateOfEffect } from '#domain/tasks/date-of-effect';
import { frenchDate, periodOf, type LocalDate, type Period } from '#domain/values/local-date';
import { accepted, type Refusal, type Result } from '#domain/values/result';
import type { KnownEstablishment } from '#storage/companies/read-establishment';
import { tariffFactsOf } from '#storage/companies/tariff-facts';
import type { Tx } from '#storage/database';
import { openTasksAt } from '#storage/tasks/open-tasks';
import type { Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { readEvidence, type EstablishmentEvidence } from '../companies/read-evidence';

/** A correction that may be recorded, with what it would change. */
export interface CorrectionPlan extends Correction {
  readonly establishment: KnownEstablishment;
  /** What is doubtful about the typed rates; the reason of the correction answers for all of it. */
  readonly warnings: readonly Warning[];
  /** Months already declared on which it bears: they are never rewritten. */
  readonly declaredMonths: readonly Period[];
  /** What these months would owe or get back, all estimates of the establishment included. */
  readonly estimate: Estimate;
}

interface Ground {
  readonly today: LocalDate;
  readonly reference: Reference;
}

/** What a correction would do to an establishment as it is now; nothing is written. */
export async function planCorrection(
  tx: Tx,
  siret: string,
  answers: CorrectionAnswers,
  { scope }: Pick<Caller, 'scope'>,
  { today, reference }: Ground,
): Promise<Result<CorrectionPlan, Refusal | AnswersRefusal>> {
  const found = await findEstablishment(tx, siret, scope);
  if (!found.ok) return found;
  const evidence = await readEvidence(tx, found.value.siret);
  const correction = correctionOf(answers, { sheets: evidence.sheets, today, reference });
  if (!correction.ok) return correction;
  const { sheet } = correction.value;
  const tasks = await openTasksAt(tx, found.value.siret);
  const tariff = await tariffFactsOf(tx, found.value.siret);
  const asked = tasks.some(
    (task) => task.kind !== 'EMPLOYEE_AFFILIATION' && dateOfEffect(task, reference) === sheet.effectiveFrom,
  );
  if (asked) {
    const message = `Une tâche demande déjà le taux au ${frenchDate(sheet.effectiveFrom)} : répondez-y plutôt, elle sera faite du même coup.`;
    return refusedAnswers([{ field: 'effectiveFrom', code: 'TACHE_EN_ATTENTE', message }]);
  }
  const facts = {
    headcount: null,
    createdOn: null,
    ...tariff,
    postcode: found.value.postcode,
    sheets: evidence.sheets,
  };
  return accepted({
    ...correction.value,
    establishment: found.value,
    warnings: warningsOf(sheet.profiles, sheet.effectiveFrom, facts, reference),
    ...effectOf(correction.value, evidence, reference),
  });
}

function effectOf(correction: Correction, evidence: EstablishmentEvidence, reference: Reference) {
  const { effectiveFrom } = correction.sheet;
  const first = periodOf(effectiveFrom);
  const months = [...new Set(evidence.declared.map(({ period }) => period))];
  const later = withSheets(evidence, [
    ...evidence.sheets,
    asIfRecorded({ ...correction.sheet, source: 'ENTERED' }, evidence.sheets),
  ]);
  return {
    declaredMonths: months.filter(
      (month) => month >= first && (correction.until === null || month < periodOf(correction.until)),
    ),
    estimate: estimateOf(evidence.contracts, later, reference, first),
  };
}
