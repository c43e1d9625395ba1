import type { Answers } from './answers';
import type { FieldFault } from './graph';
import { codeLabel } from './profile-answer';
import { countOf, profileAt, warningsOfAnswers, type RateQuestion } from './rate-answers';
import type { Warning } from './warnings';

/** What there is to say about one profile while it is being typed. */
export interface CheckedProfile {
  /** What the Journal officiel calls the chosen code; null while it cannot be read or has no label. */
  readonly label: string | null;
  /** Of what was typed: an empty field is no fault yet. */
  readonly faults: readonly FieldFault[];
  readonly warnings: readonly Warning[];
}

const MOST = 50;
const ABSENT = ['CODE_ABSENT', 'TAUX_ABSENT'];

/** What can be said before everything is typed, profile by profile. */
export function checkProfiles(answers: Answers, asked: RateQuestion): readonly CheckedProfile[] {
  const warnings = warningsOfAnswers(answers, asked);
  return Array.from({ length: Math.min(countOf(answers), MOST) }, (_, index) => ({
    label: codeLabel(answers.profiles[index]?.codeRisque ?? null, asked.reference),
    faults: profileAt(answers, index, asked).faults.filter(({ code }) => !ABSENT.includes(code)),
    warnings: warnings.filter((warning) => warning.index === index),
  }));
}
