import type { RateProfile } from '../rates/profile';
import type { Reference } from '../reference/reference';
import type { Prefill } from '../tasks/task';
import { parseWrittenDate, type LocalDate } from '../values/local-date';
import type { Answers, ProfileAnswer } from './answers';
import { formatRate, parseRate } from '../values/rate';
import { AWAITING_NOTICE } from '../values/risk-code';
import { readProfile, type ReadProfile } from './profile-answer';
import { warningsOf, type TypingFacts, type Warning } from './warnings';

/** What is asked about the rates of one establishment. */
export interface RateQuestion {
  readonly prefill: Prefill;
  /** Date of effect unless the person says otherwise (rule 15). */
  readonly defaultDate: LocalDate;
  /** Day of the answer, in Paris. */
  readonly today: LocalDate;
  readonly reference: Reference;
  /** What typed rates are held against. */
  readonly facts: TypingFacts;
  /** Pages ask why a warning does not hold; answers that come as a file keep the warning without one. */
  readonly reasons: 'OBLIGATORY' | 'OPTIONAL';
}

const EMPTY: ProfileAnswer = { codeRisque: null, section: null, office: false, rate: null };

/** What is typed is read as a date here too when it can be: codes are asked about on that day. */
export function dateOf({ effectiveFrom }: Answers, { defaultDate }: RateQuestion): LocalDate {
  const typed = effectiveFrom === null ? null : parseWrittenDate(effectiveFrom);
  return typed?.ok === true ? typed.value : defaultDate;
}

/** The profile of that place (from 0) as it can be read on the day it takes effect. */
export function profileAt(answers: Answers, index: number, asked: RateQuestion): ReadProfile {
  const answer = answers.profiles[index] ?? EMPTY;
  return readProfile(answer, `profiles[${index}].`, dateOf(answers, asked), asked.reference);
}

/** The profiles that complete answers give, highest rate first. */
export function profilesOfAnswers(answers: Answers, asked: RateQuestion): readonly RateProfile[] {
  return placedProfiles(answers, asked).map(({ profile }) => profile);
}

/** What there is to say about the rates that answers give, as far as they can be read; `index` is the place in the answers. */
export function warningsOfAnswers(answers: Answers, asked: RateQuestion): readonly Warning[] {
  const placed = placedProfiles(answers, asked);
  const sheet = placed.map(({ profile }) => profile);
  return warningsOf(sheet, dateOf(answers, asked), asked.facts, asked.reference).map((warning) => ({
    ...warning,
    index: placed[warning.index]?.index ?? warning.index,
  }));
}

/** How many rates there are to be; 1 unless several are announced. */
export function countOf({ case: said, count: text, profiles }: Answers): number {
  if (said !== 'several') return 1;
  return text !== null && /^\d{1,3}$/.test(text) ? Number(text) : profiles.length;
}

/** What the fields of the rates hold before anything was typed in them: what the task proposes. */
export function withProposal(draft: Answers, { prefill }: RateQuestion): Answers {
  if (draft.profiles.length > 0) return draft;
  const profiles = prefill.profiles.slice(0, countOf(draft)).map(({ code, office, section, rate }) => ({
    codeRisque: code,
    section,
    office,
    rate: code === AWAITING_NOTICE ? null : formatRate(rate).replace('.', ','),
  }));
  return { ...draft, profiles };
}

/** The same profiles, highest rate first as a sheet has them; as typed while a rate cannot be read. */
export function highestFirst(profiles: readonly ProfileAnswer[]): readonly ProfileAnswer[] {
  const rates = profiles.map(({ rate }) => (rate === null ? null : parseRate(rate)));
  if (rates.some((rate) => rate?.ok !== true)) return profiles;
  const rateOf = (place: number): number => {
    const rate = rates[place];
    return rate?.ok === true ? rate.value : 0;
  };
  return profiles
    .map((profile, place) => ({ profile, rate: rateOf(place) }))
    .sort((a, b) => b.rate - a.rate)
    .map(({ profile }) => profile);
}

interface Placed {
  readonly index: number;
  readonly profile: RateProfile;
}

function placedProfiles(answers: Answers, asked: RateQuestion): readonly Placed[] {
  if (answers.confirm) return asked.prefill.profiles.map((profile, index) => ({ index, profile }));
  return answers.profiles.flatMap((_, index) => {
    const { profile } = profileAt(answers, index, asked);
    return profile === null ? [] : [{ index, profile }];
  });
}
