import { sameSheet } from '../rates/pairing';
import { agreesWith } from '../rates/population';
import { inProfileOrder, isNotifiable, type RateProfile } from '../rates/profile';
import { sheetOn, type RateSheet } from '../rates/sheet';
import type { Reference } from '../reference/reference';
import type { TaskReason, TaskToRaise } from '../tasks/task';
import { firstDay, lastDay, ofPeriod, type LocalDate, type Period } from '../values/local-date';
import { frenchRate, type Rate } from '../values/rate';
import { dsnCode, type RiskCode } from '../values/risk-code';

/** A rate that contracts of one regime (S21.G00.40.039) declare in a month; 999ZZ declares nothing and never comes here. */
export interface DeclaredProfile {
  readonly regime: string;
  readonly code: RiskCode;
  readonly office: boolean;
  readonly rate: Rate;
  /** First line of the DSN that says so. */
  readonly line: number;
}

/** All that the accepted DSN of a month declare, every fraction together. */
export interface DeclaredMonth {
  readonly period: Period;
  readonly profiles: readonly DeclaredProfile[];
}

/** A sheet of the ledger, with the Paris day on which it was recorded. */
export interface KnownSheet extends RateSheet {
  readonly recordedOn: LocalDate;
  readonly feed: number | null;
}

export interface IncoherenceTask {
  readonly id: number;
  readonly cause: string;
  readonly reason: TaskReason;
}

/** What is known of one establishment when a DSN changes what it declared. */
export interface DeclaredCase {
  readonly sheets: readonly KnownSheet[];
  /** Months with a declared rate, earliest first: from the first changed one, or all of them when a question is open. */
  readonly months: readonly DeclaredMonth[];
  /** Months whose declaration has just changed, cancelled ones included. */
  readonly changed: ReadonlySet<Period>;
  readonly openIncoherences: readonly IncoherenceTask[];
}

export interface DeclaredSheet {
  readonly effectiveFrom: LocalDate;
  readonly profiles: readonly (RateProfile & { readonly line: number })[];
}

export interface DeclaredPlan {
  readonly sheets: readonly DeclaredSheet[];
  readonly tasks: readonly TaskToRaise[];
  /** Open tasks whose contradiction a corrected DSN has taken away. */
  readonly ended: readonly IncoherenceTask[];
  /** The rule that spoke for each changed month. */
  readonly rules: readonly string[];
}

/** A declared month beside the sheet that holds on its first day. */
export interface MonthContext {
  readonly month: DeclaredMonth;
  readonly held: KnownSheet | null;
  readonly reference: Reference;
}

export interface MonthRule {
  readonly name: string;
  /** `NOTED`: nothing is written, the month differs lawfully and the estimate will find it. */
  readonly effect: 'NOTHING' | 'NOTED' | 'TASK' | 'SHEET';
  readonly speaks: (context: MonthContext) => boolean;
}

/** Asked in this order for each month: the first that speaks decides what its declaration changes (rule 2). */
const MONTH_RULES: readonly MonthRule[] = [
  { name: 'RIEN_DECLARE', effect: 'NOTHING', speaks: ({ month }) => month.profiles.length === 0 },
  { name: 'DECLARE_AVANT_LE_TAUX', effect: 'NOTED', speaks: (c) => contradicts(c) && wasUnknownThen(c) },
  { name: 'DECLARE_AUTREMENT', effect: 'TASK', speaks: contradicts },
  { name: 'TAUX_EN_PLACE', effect: 'NOTHING', speaks: (c) => strongerSheet(c) !== null },
  { name: 'DEJA_DECLARE', effect: 'NOTHING', speaks: saysTheSame },
  { name: 'NOUVELLE_FICHE', effect: 'SHEET', speaks: () => true },
];

/**
 * What changed declarations bring to an establishment: DECLARED sheets, contradictions with a stronger sheet, and
 * contradictions that are gone. Months after a changed one are read again, as a sheet must not reach over them.
 */
export function reconcileDeclared(subject: DeclaredCase, reference: Reference): DeclaredPlan {
  const [earliest] = [...subject.changed].sort();
  const sheets: KnownSheet[] = [...subject.sheets];
  const written: DeclaredSheet[] = [];
  const rules: string[] = [];
  const causes = new Map<LocalDate, { readonly sheet: KnownSheet; readonly months: DeclaredMonth[] }>();
  for (const month of subject.months) {
    const held = sheetHolding(sheets, month.period);
    const rule = ruleFor({ month, held, reference });
    if (subject.changed.has(month.period)) rules.push(rule.name);
    if (rule.effect === 'TASK' && held !== null) {
      const cause = causes.get(held.effectiveFrom) ?? { sheet: held, months: [] };
      cause.months.push(month);
      causes.set(held.effectiveFrom, cause);
    }
    if (rule.effect !== 'SHEET' || earliest === undefined || month.period < earliest) continue;
    const sheet = sheetOf(month);
    written.push(sheet);
    sheets.push(asKnown(sheet, sheets));
  }
  const raised = [...causes.values()].filter(({ months }) => months.some(({ period }) => subject.changed.has(period)));
  return {
    sheets: written,
    rules,
    tasks: raised.filter(({ sheet }) => !isAskedOtherwise(sheet, subject)).map((one) => taskOf(one, reference)),
    ended: subject.openIncoherences.filter(
      ({ reason, cause }) => reason === 'DECLARED_OTHERWISE' && !causes.has(cause as LocalDate),
    ),
  };
}

/** The sheet of a month: one profile per code, office and rate, without section, as a DSN says none; highest first. */
export function declaredProfiles(month: DeclaredMonth): DeclaredSheet['profiles'] {
  const profiles = new Map<string, RateProfile & { line: number }>();
  for (const { code, office, rate, line } of month.profiles) {
    const key = `${dsnCode(code, office)} ${rate}`;
    const known = profiles.get(key);
    if (known === undefined) profiles.set(key, { code, office, rate, section: null, line });
    else known.line = Math.min(known.line, line);
  }
  return inProfileOrder([...profiles.values()]);
}

const sheetOf = (month: DeclaredMonth): DeclaredSheet => ({
  effectiveFrom: firstDay(month.period),
  profiles: declaredProfiles(month),
});

function ruleFor(context: MonthContext): MonthRule {
  for (const rule of MONTH_RULES) if (rule.speaks(context)) return rule;
  throw new Error('The last rule of the table speaks for every month.');
}

function sheetHolding(sheets: readonly KnownSheet[], period: Period): KnownSheet | null {
  const held = sheetOn(sheets, firstDay(period));
  return sheets.find((sheet) => sheet === held) ?? null;
}

const strongerSheet = ({ held }: MonthContext): KnownSheet | null =>
  held === null || held.source === 'DECLARED' ? null : held;

/** Until the notice is there, the last known rate is paid provisionally: the month was declared lawfully. */
const wasUnknownThen = ({ month, held }: MonthContext): boolean =>
  held !== null && held.recordedOn > lastDay(month.period);

function contradicts(context: MonthContext): boolean {
  return contradicting(context).length > 0;
}

/** Rates declared in the general regime that no profile of the stronger sheet explains, not even as its 70 % or 80 %. */
function contradicting(context: MonthContext): readonly DeclaredProfile[] {
  const sheet = strongerSheet(context);
  if (sheet === null) return [];
  return context.month.profiles.filter((declared) => isOf200(declared) && !isExplained(declared, sheet, context));
}

const isOf200 = ({ regime }: DeclaredProfile): boolean => regime === '200';

/** A code that the caisse never notifies contradicts a sheet only where that sheet has a rate for it. */
function isExplained({ code, office, rate }: DeclaredProfile, sheet: RateSheet, { reference }: MonthContext): boolean {
  const alike = sheet.profiles.filter((profile) => profile.code === code && profile.office === office);
  if (alike.length === 0) return !isNotifiable(code, (other) => reference.isPublishedOnly(other));
  return alike.some((profile) => agreesWith(rate, profile.rate));
}

function saysTheSame({ month, held }: MonthContext): boolean {
  return held !== null && sameSheet(declaredProfiles(month), held.profiles);
}

/** A person already decides about this very sheet for a stronger reason (rule 9). */
const isAskedOtherwise = ({ effectiveFrom }: KnownSheet, { openIncoherences }: DeclaredCase): boolean =>
  openIncoherences.some(({ cause, reason }) => cause === effectiveFrom && reason !== 'DECLARED_OTHERWISE');

function taskOf(
  { sheet, months }: { readonly sheet: KnownSheet; readonly months: readonly DeclaredMonth[] },
  reference: Reference,
): TaskToRaise {
  const { effectiveFrom, calculatedAt, feed } = sheet;
  return {
    kind: 'INCOHERENCE',
    cause: effectiveFrom,
    reason: 'DECLARED_OTHERWISE',
    period: null,
    prefill: {
      effectiveFrom,
      calculatedAt,
      feed,
      profiles: sheet.profiles.map(({ code, section, office, rate }) => ({ code, section, office, rate })),
      note: months.map((month) => declaredNote({ month, held: sheet, reference })).join(' '),
    },
  };
}

function declaredNote(context: MonthContext): string {
  const rates = contradicting(context).map(
    ({ code, office, rate }) => `${dsnCode(code, office)} à ${frenchRate(rate)}`,
  );
  return `La DSN ${ofPeriod(context.month.period)} déclare ${[...new Set(rates)].join(', ')}.`;
}

/** As the ledger will hold it: later than all that is there. */
function asKnown({ effectiveFrom, profiles }: DeclaredSheet, sheets: readonly KnownSheet[]): KnownSheet {
  const number = sheets.reduce((highest, sheet) => Math.max(highest, sheet.number), 0) + 1;
  const now = { recordedAt: '', recordedOn: effectiveFrom, calculatedAt: null, feed: null };
  return { ...now, number, effectiveFrom, profiles, source: 'DECLARED' };
}
