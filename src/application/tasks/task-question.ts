import { affiliationQuestion } from '#domain/journey/affiliation-question';
import type { TaskQuestion } from '#domain/journey/outcome';
import type { RateQuestion } from '#domain/journey/rate-answers';
import type { Reference } from '#domain/reference/reference';
import { dateOfEffect } from '#domain/tasks/date-of-effect';
import type { LocalDate } from '#domain/values/local-date';
import { tariffFactsOf, type TariffFacts } from '#storage/companies/tariff-facts';
import type { Tx } from '#storage/database';
import type { StoredTask } from '#storage/tasks/read-tasks';
import { readEvidence, type EstablishmentEvidence } from '../companies/read-evidence';

/** A task beside all that its answer is held against. */
export interface TaskFile {
  readonly task: StoredTask;
  readonly evidence: EstablishmentEvidence;
  readonly tariff: TariffFacts;
}

const NOTHING_KNOWN: TariffFacts = {
  headcount: null,
  postcode: null,
  createdOn: null,
  clientSince: null,
  atmpAccount: null,
};

export async function readTaskFile(tx: Tx, task: StoredTask): Promise<TaskFile> {
  const evidence = await readEvidence(tx, task.siret);
  return { task, evidence, tariff: (await tariffFactsOf(tx, task.siret)) ?? NOTHING_KNOWN };
}

export interface Asking {
  readonly reference: Reference;
  /** Day of the answer, in Paris. */
  readonly today: LocalDate;
  readonly reasons: RateQuestion['reasons'];
}

/** What the task asks of this establishment as it is today. */
export function taskQuestion({ task, evidence, tariff }: TaskFile, asking: Asking): TaskQuestion {
  const { kind, prefill } = task;
  const defaultDate = dateOfEffect(task, asking.reference);
  if (kind === 'EMPLOYEE_AFFILIATION') return { kind, ...affiliationQuestion(defaultDate, evidence, prefill.profiles) };
  const { headcount, postcode, createdOn } = tariff;
  const facts = { headcount, postcode, createdOn, sheets: evidence.sheets };
  return { kind, prefill, defaultDate, ...asking, facts };
}
