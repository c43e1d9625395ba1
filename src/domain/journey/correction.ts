import type { RateSheet } from '../rates/sheet';
import { nextChangeAfter, sheetOn } from '../rates/sheet';
import { sameSheet } from '../rates/pairing';
import { inProfileOrder, type RateProfile } from '../rates/profile';
import type { Reference } from '../reference/reference';
import { frenchDate, type LocalDate } from '../values/local-date';
import { accepted, type Result } from '../values/result';
import { parseWords } from '../values/words';
import type { ProfileAnswer } from './answers';
import { readDateOfEffect } from './date-answer';
import { refusedAnswers, type AnswersRefusal, type FieldFault } from './graph';
import type { EnteredSheet } from './outcome';
import { placeFault, readProfile } from './profile-answer';

/** What a person types to correct the rates of an establishment. */
export interface CorrectionAnswers {
  readonly effectiveFrom: string;
  /** Highest rate first or not; those with neither code nor rate are left out. */
  readonly profiles: readonly ProfileAnswer[];
  readonly reason: string;
  /** Greatest number on file when the form was shown: what came later was not seen. */
  readonly seen: number;
}

export interface CorrectionFacts {
  readonly sheets: readonly RateSheet[];
  readonly today: LocalDate;
  readonly reference: Reference;
}

export interface Correction {
  readonly sheet: EnteredSheet;
  readonly reason: string;
  /** What holds on its date until now; null when nothing does. */
  readonly before: RateSheet | null;
  /** First day on which another known sheet takes its place; null when it stays. */
  readonly until: LocalDate | null;
}

const REASON = {
  name: 'Le motif',
  hint: 'dites pourquoi le taux est corrigé, par exemple la décision de la caisse',
  most: 500,
};

/** The sheet that a correction makes, held against the tables of its date; refused with every fault, field by field. */
export function correctionOf(
  answers: CorrectionAnswers,
  { sheets, today, reference }: CorrectionFacts,
): Result<Correction, AnswersRefusal> {
  const date = readDateOfEffect(answers.effectiveFrom, today);
  const reason = parseWords(answers.reason, REASON);
  const on = date.ok ? date.value : today;
  const read = profilesOf(answers.profiles, on, reference);
  const before = sheetOn(sheets, on);
  const faults = [...faultOf('effectiveFrom', date), ...read.faults, ...faultOf('reason', reason)];
  if (faults.length === 0) faults.push(...standingFaults(answers, read.profiles, on, before));
  if (faults.length > 0 || !date.ok || !reason.ok) return refusedAnswers(faults);
  const sheet = { effectiveFrom: on, profiles: read.profiles, calculatedAt: null, feed: null };
  return accepted({ sheet, reason: reason.value, before, until: nextChangeAfter(sheets, on) });
}

function faultOf(field: string, read: Result<unknown>): FieldFault[] {
  return read.ok ? [] : [{ field, ...read.refusal }];
}

interface Profiles {
  readonly profiles: readonly RateProfile[];
  readonly faults: readonly FieldFault[];
}

const isBlank = ({ codeRisque, rate, section }: ProfileAnswer): boolean =>
  codeRisque === null && rate === null && section === null;

function profilesOf(typed: readonly ProfileAnswer[], on: LocalDate, reference: Reference): Profiles {
  const reads = typed.flatMap((answer, index) =>
    isBlank(answer) ? [] : [{ index, ...readProfile(answer, `profiles[${index}].`, on, reference) }],
  );
  const faults = reads.flatMap((read) => read.faults);
  if (reads.length === 0) {
    const message = 'Le code risque et le taux sont obligatoires : reprenez ceux de la notification.';
    return { profiles: [], faults: [{ field: 'profiles[0].codeRisque', code: 'CODE_ABSENT', message }] };
  }
  const whole = reads.flatMap(({ profile, index }) => (profile === null ? [] : [{ profile, index }]));
  const profiles = inProfileOrder(whole.map(({ profile }) => profile));
  if (faults.length > 0) return { profiles, faults };
  const placed = profiles.flatMap((profile, rank): FieldFault[] => {
    const fault = placeFault(profile, profiles.slice(0, rank));
    const index = whole.find((one) => one.profile === profile)?.index ?? 0;
    return fault === null ? [] : [{ field: `profiles[${index}].codeRisque`, ...fault }];
  });
  return { profiles, faults: placed };
}

/** What cannot be seen in one field: nothing changes, or somebody was faster. */
function standingFaults(
  { seen }: CorrectionAnswers,
  profiles: readonly RateProfile[],
  on: LocalDate,
  before: RateSheet | null,
): FieldFault[] {
  if (before === null) return [];
  if (before.number > seen) {
    const message = `Le taux au ${frenchDate(on)} vient d’être changé par quelqu’un d’autre : relisez celui en vigueur, puis corrigez-le s’il le faut.`;
    return [{ field: 'effectiveFrom', code: 'TAUX_CHANGE', message }];
  }
  // What only a DSN declared gains by a person's word, even the same.
  if (before.source === 'DECLARED' || !sameSheet(profiles, before.profiles)) return [];
  const message = `Ce sont déjà les taux en vigueur au ${frenchDate(on)} : changez un code, un taux ou la date d’effet.`;
  return [{ field: 'profiles[0].rate', code: 'RIEN_A_CORRIGER', message }];
}
