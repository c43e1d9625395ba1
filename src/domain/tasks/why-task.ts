import { fileWords } from '../feed/file-words';
import type { DeclaredLine } from '../affiliation/contract';
import type { RateProfile } from '../rates/profile';
import type { RateSheet, SheetSource } from '../rates/sheet';
import { explain } from '../reconciliation/explain';
import type { Finding } from '../reconciliation/verdict';
import { frenchDate, ofPeriod, type LocalDate } from '../values/local-date';
import { frenchRate, type Rate } from '../values/rate';
import { AWAITING_NOTICE, dsnCode, type RiskCode } from '../values/risk-code';
import type { Prefill, TaskReason } from './task';

/** What a task may be explained with, as it was known when it was raised and is now. */
export interface TaskFacts {
  readonly reason: TaskReason;
  readonly cause: string;
  readonly prefill: Prefill;
  /** The sheet that holds on the task's date; null when none does. */
  readonly onFile: RateSheet | null;
  /** Oldest month first. */
  readonly declared: readonly DeclaredLine[];
  /** Why the document that pre-fills the task was not applied by itself. */
  readonly finding: Pick<Finding, 'rule' | 'facts'> | null;
  readonly received: { readonly file: string; readonly on: LocalDate } | null;
  readonly clientSince: LocalDate | null;
}

const SOURCES: Readonly<Record<SheetSource, string>> = {
  NOTIFIED: 'notifié par la caisse',
  ENTERED: 'saisi par une personne',
  PUBLISHED: 'publié au Journal officiel',
  DECLARED: 'déclaré en DSN',
};

/** Why somebody is asked, in French sentences with the figures, the gravest first. */
export function whyTask(facts: TaskFacts): readonly string[] {
  const { finding, received, prefill } = facts;
  const document =
    received === null ? [] : [`Document reçu\u00a0: ${fileWords(received.file)}, le ${frenchDate(received.on)}.`];
  // What a DSN contradicts is the sheet in place: the document that once brought it explains nothing.
  const isOfDocument = finding !== null && facts.reason !== 'DECLARED_OTHERWISE';
  const reasons = isOfDocument ? [explain(finding)] : SENTENCES[facts.reason](facts);
  return [...reasons, ...document, ...(prefill.note === null ? [] : [prefill.note])];
}

const SENTENCES: Readonly<Record<TaskReason, (facts: TaskFacts) => string[]>> = {
  FIRST_PAYROLL: (facts) => [
    `${facts.clientSince === null ? 'L’entreprise est nouvelle' : `L’entreprise est cliente depuis le ${frenchDate(facts.clientSince)}`} et aucun taux n’est encore confirmé pour cet établissement.`,
    ...lastDeclared(facts),
  ],
  NOT_RECEIVED: (facts) => [
    `La campagne ${facts.cause} est close et aucun taux n’a été reçu de la caisse pour cet établissement.`,
    ...lastKnown(facts),
  ],
  AUTOMATION_NOT_ALLOWED: (facts) => [
    'La mise à jour automatique n’est pas permise pour cet établissement\u00a0: une personne confirme son taux.',
    ...lastKnown(facts),
  ],
  SEVERAL_RATES: (facts) => [
    'Cet établissement a plusieurs taux\u00a0: une personne les confirme, pour que chaque salarié reste sur le sien.',
    ...lastKnown(facts),
  ],
  DECLARED_OTHERWISE: (facts) => [
    'Une DSN déclare autre chose que le taux en place\u00a0: l’un des deux est à corriger.',
    ...(facts.prefill.note === null ? lastDeclared(facts) : []),
    ...lastKnown(facts),
  ],
  INCOHERENT: (facts) => [
    'Le taux notifié contredit ce qui est déclaré ou saisi.',
    ...lastDeclared(facts),
    ...lastKnown(facts),
  ],
  NEW_PROFILES: () => ['Les taux de l’établissement ont de nouveaux profils\u00a0: placez chaque salarié sur le sien.'],
  NEW_EMPLOYEE: () => ['Un salarié est arrivé, et rien ne dit lequel des taux de l’établissement est le sien.'],
  PROFILE_LEFT: () => ['Un des taux de l’établissement n’a plus aucun salarié.'],
};

function lastKnown({ onFile }: TaskFacts): string[] {
  if (onFile === null) return ['Aucun taux n’est en place à cette date.'];
  const { profiles, source, effectiveFrom } = onFile;
  return [`En place depuis le ${frenchDate(effectiveFrom)}\u00a0: ${listed(profiles)} (${SOURCES[source]}).`];
}

function lastDeclared({ declared }: TaskFacts): string[] {
  const period = declared.at(-1)?.period;
  if (period === undefined) return [];
  const lines = declared.filter((line) => line.period === period);
  const told = new Set(lines.map(({ code, office, rate }) => written(code, office, rate)));
  return [`La DSN ${ofPeriod(period)} déclare ${[...told].join(', ')}.`];
}

const listed = (profiles: readonly RateProfile[]): string =>
  profiles.map(({ code, office, rate }) => written(code, office, rate)).join(', ');

const written = (code: RiskCode, office: boolean, rate: Rate | null): string =>
  code === AWAITING_NOTICE || rate === null ? code : `${dsnCode(code, office)} à ${frenchRate(rate)}`;
