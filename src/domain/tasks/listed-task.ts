import type { Period } from '../values/local-date';
import { updateName } from '../updates/update-name';
import type { Siret } from '../values/siret';
import { titleOf, type TaskKind, type TaskStatus } from './task';

/** A task as every list shows it; a DONE_FOR_YOU is the record of an automatic update. */
export interface ListedTask {
  /** A number as text, or `auto-<feed>-<siret>` for what was done by itself. */
  readonly id: string;
  readonly siret: Siret;
  readonly period: Period;
  readonly kind: TaskKind | 'DONE_FOR_YOU';
  /** Of the task, or the rule that spoke for a DONE_FOR_YOU. */
  readonly reason: string;
  readonly status: TaskStatus;
  /** A month, while the task waits for it or when it last did. */
  readonly postponedUntil: Period | null;
  readonly postponements: number;
  readonly title: string;
}

/** Where and whose it is, for people. */
export interface TaskPlace {
  readonly company: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
}

/** What a list reads of a task, or of the verdict that a DONE_FOR_YOU is derived from. */
export type TaskFacts = Omit<ListedTask, 'id' | 'title'> & {
  /** Of the task; of the document for a DONE_FOR_YOU, beside which nothing is stored. */
  readonly number: number;
};

export const listedTask = ({ number, ...facts }: TaskFacts): ListedTask => ({
  id: facts.kind === 'DONE_FOR_YOU' ? updateName({ feed: number, siret: facts.siret }) : String(number),
  ...facts,
  title: titleOf(facts.kind),
});

/**
 * Most urgent first: by status, then what waits for a later month after what does not, then by month, kind, SIRET and
 * number. Lists are sorted where they are stored, as they may be longer than memory.
 */
export const URGENCY: { readonly statuses: readonly TaskStatus[]; readonly kinds: readonly ListedTask['kind'][] } = {
  statuses: ['OPEN', 'DONE', 'SUPERSEDED'],
  // A wrong first payslip is the dearest; an affiliation cannot be done before its rates.
  kinds: ['FIRST_PAYROLL', 'INCOHERENCE', 'ANNUAL_RENEWAL', 'EMPLOYEE_AFFILIATION', 'DONE_FOR_YOU'],
};
