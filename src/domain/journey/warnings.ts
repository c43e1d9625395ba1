import type { RateProfile } from '../rates/profile';
import { sheetOn, type RateSheet } from '../rates/sheet';
import { isAlsaceMoselle } from '../reference/places';
import type { Reference } from '../reference/reference';
import { expectedMode } from '../tariff/expected-mode';
import type { Headcount } from '../tariff/headcount';
import type { LocalDate } from '../values/local-date';
import { formatRate } from '../values/rate';
import { dsnCode } from '../values/risk-code';
import type { ReasonAnswer } from './answers';
import type { TypedProfile, WarningLevel, WarningRule } from './warning-rule';
import { RULES } from './warning-rules';

/** What is known of an establishment when somebody types its rates. */
export interface TypingFacts {
  /** Of the company, as retained for the tariff; null when not known. */
  readonly headcount: Headcount | null;
  readonly postcode: string | null;
  /** Of the establishment. */
  readonly createdOn: LocalDate | null;
  readonly sheets: readonly RateSheet[];
}

export interface Warning {
  /** This very warning: its rule and the rate that it is about, so that a changed rate is asked about again. */
  readonly key: string;
  readonly rule: string;
  readonly level: WarningLevel;
  /** Place of the profile, from 0. */
  readonly index: number;
  readonly field: WarningRule['field'];
  readonly message: string;
  readonly article: string;
}

/** A warning as the outcome of a task keeps it. */
export interface KeptWarning {
  readonly rule: string;
  readonly codeDsn: string;
  readonly message: string;
  readonly article: string;
  /** Null where nobody was asked for one: a note, or answers that came as a file. */
  readonly reason: string | null;
}

/** What there is to say about typed rates that can be taken; of each field, the gravest only. */
export function warningsOf(
  sheet: readonly RateProfile[],
  on: LocalDate,
  facts: TypingFacts,
  reference: Reference,
): readonly Warning[] {
  return sheet.flatMap((profile, index) => warningsAbout(typedProfile(profile, sheet, on, facts, reference), index));
}

/** The reason that was given for a warning, by its key or by its rule; null when there is none. */
export function reasonFor(
  { key, rule }: Pick<Warning, 'key' | 'rule'>,
  reasons: readonly ReasonAnswer[],
): string | null {
  const own = reasons.find(({ warning }) => warning === key) ?? reasons.find(({ warning }) => warning === rule);
  return own?.reason ?? null;
}

export const keptWarnings = (
  warnings: readonly Warning[],
  sheet: readonly RateProfile[],
  reasons: readonly ReasonAnswer[],
): readonly KeptWarning[] =>
  warnings.map((warning) => {
    const { rule, message, article, index } = warning;
    const profile = sheet[index];
    const codeDsn = profile === undefined ? '' : dsnCode(profile.code, profile.office);
    return { rule, codeDsn, message, article, reason: reasonFor(warning, reasons) };
  });

function warningsAbout(typed: TypedProfile, index: number): Warning[] {
  const warnings: Warning[] = [];
  for (const rule of RULES) {
    if (warnings.some(({ field }) => field === rule.field)) continue;
    const message = rule.sentence(typed);
    if (message === null) continue;
    const { rule: name, field, level } = rule;
    const key = `${name}:${wordOf(typed.profile)}`;
    warnings.push({ key, rule: name, level, index, field, message, article: rule.article(typed) });
  }
  return warnings;
}

/** `452BEB/01:0.71` */
const wordOf = ({ code, office, section, rate }: RateProfile): string =>
  `${dsnCode(code, office)}${section === null ? '' : `/${section}`}:${formatRate(rate)}`;

function typedProfile(
  profile: RateProfile,
  sheet: readonly RateProfile[],
  on: LocalDate,
  { headcount, postcode, createdOn, sheets }: TypingFacts,
  reference: Reference,
): TypedProfile {
  const { code, office } = profile;
  const alsaceMoselle = isAlsaceMoselle(postcode);
  const btp = reference.ctn(code) === null ? null : reference.isBtp(code);
  return {
    ...{ profile, sheet, on, reference, headcount, alsaceMoselle },
    mode: expectedMode({ headcount, postcode, btp, createdOn, codes: [code] }, on),
    national: alsaceMoselle === true ? null : reference.nationalRate(code, office, on),
    onFile: sheetOn(sheets, on),
  };
}
