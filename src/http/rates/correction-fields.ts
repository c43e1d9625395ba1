import type { EstablishmentRates } from '#application/rates/read-establishment-rates';
import type { CorrectionAnswers } from '#domain/journey/correction';
import type { FieldFault } from '#domain/journey/graph';
import { typedDate } from '#domain/values/local-date';
import { formatRate } from '#domain/values/rate';
import { AWAITING_NOTICE } from '#domain/values/risk-code';
import { textOf } from '../page/fields';
import type { FieldError } from '../page/page';

/** Fields of one profile as typed: they are given back as they are when something is wrong. */
export interface TypedProfile {
  readonly code: string;
  readonly section: string;
  readonly rate: string;
  readonly office: boolean;
}

export interface TypedCorrection {
  readonly effectiveFrom: string;
  readonly profiles: readonly TypedProfile[];
  readonly reason: string;
  readonly seen: string;
}

const BLANK: TypedProfile = { code: '', section: '', rate: '', office: false };
/** Rows for profiles that are added; more are had by saving twice. */
const SPARE = 2;
const MOST = 50;

/** The form before anybody types: the rates in force, from today's date of effect on. */
export function firstTyped({ current, lastSheet }: EstablishmentRates): TypedCorrection {
  const profiles = (current?.sheet.profiles ?? []).map(({ code, section, office, rate }) => ({
    ...{ code, office, section: section ?? '' },
    rate: code === AWAITING_NOTICE ? '' : formatRate(rate).replace('.', ','),
  }));
  return {
    effectiveFrom: current === null ? '' : typedDate(current.sheet.effectiveFrom),
    profiles,
    reason: '',
    seen: String(lastSheet),
  };
}

export function readTyped(body: unknown): TypedCorrection {
  const count = Math.min(Number(textOf(body, 'lignes')) || 0, MOST);
  return {
    effectiveFrom: textOf(body, 'dateEffet'),
    profiles: Array.from({ length: count }, (_, index) => ({
      code: textOf(body, `code-${String(index)}`),
      section: textOf(body, `section-${String(index)}`),
      rate: textOf(body, `taux-${String(index)}`),
      office: textOf(body, `bureau-${String(index)}`) !== '',
    })),
    reason: textOf(body, 'motif'),
    seen: textOf(body, 'vu'),
  };
}

const isBlank = ({ code, section, rate }: TypedProfile): boolean => code + section + rate === '';

/** How many rows are given: those after the last that is filled in are spare. The first is never spare. */
export const givenRows = ({ profiles }: TypedCorrection): number =>
  Math.max(1, profiles.findLastIndex((profile) => !isBlank(profile)) + 1);

/** With empty rows at the end, for what is added; what was typed keeps its place, as errors name it. */
export const withSpareRows = (typed: TypedCorrection): TypedCorrection => {
  const given = typed.profiles.slice(0, givenRows(typed));
  const wanted = Math.min(Math.max(1, given.length) + SPARE, MOST);
  return { ...typed, profiles: [...given, ...Array.from({ length: wanted - given.length }, () => BLANK)] };
};

export const answersOf = ({ effectiveFrom, profiles, reason, seen }: TypedCorrection): CorrectionAnswers => ({
  ...{ effectiveFrom, reason },
  profiles: profiles.map(({ code, section, rate, office }) => ({
    codeRisque: textOrNull(code),
    section: textOrNull(section),
    rate: textOrNull(rate),
    office,
  })),
  seen: /^\d{1,15}$/.test(seen) ? Number(seen) : 0,
});

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

const FIELDS: Readonly<Record<string, string>> = { codeRisque: 'code', rate: 'taux', section: 'section' };

/** `profiles[1].rate` stands in the field `taux-1`. */
export const errorsOf = (faults: readonly FieldFault[]): FieldError[] =>
  faults.map(({ field, message }) => {
    const [, index, name = ''] = /^profiles\[(\d+)\]\.?(\w*)$/.exec(field) ?? [];
    if (index !== undefined) return { field: `${FIELDS[name] ?? 'code'}-${index}`, message };
    return { field: field === 'reason' ? 'motif' : 'dateEffet', message };
  });
