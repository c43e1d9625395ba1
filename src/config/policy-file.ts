import { readFileSync } from 'node:fs';
import type { ChosenDays } from '#domain/campaign/calendar';
import { DEFAULT_POLICY, type Policy } from '#domain/reconciliation/policy';
import { parseIsoDate, type LocalDate } from '#domain/values/local-date';
import { rateOfHundredths } from '#domain/values/rate';
import { accepted, refused, type Result } from '#domain/values/result';

/** Names of the file, and how each replaces its default. Rates are written in percent with two decimals, as text. */
type Setter = (policy: Policy, value: unknown) => Policy | null;

const positive = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0;

const isDayCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 365;

const SETTERS: Readonly<Record<string, Setter>> = {
  automationRefusedForClientsSince: (policy, value) => {
    const date = typeof value === 'string' ? parseIsoDate(value) : null;
    return date?.ok === true ? { ...policy, automationRefusedForClientsSince: date.value } : null;
  },
  guardRatio: (policy, value) =>
    positive(value) && value > 1 ? { ...policy, guards: { ...policy.guards, ratio: value } } : null,
  guardCeilingHundredths: (policy, value) =>
    positive(value) && Number.isInteger(value)
      ? { ...policy, guards: { ...policy.guards, ceiling: rateOfHundredths(value) } }
      : null,
  batchMinimumCompared: (policy, value) =>
    positive(value) ? { ...policy, batch: { ...policy.batch, minimumCompared: value } } : null,
  batchMovedShare: (policy, value) =>
    positive(value) ? { ...policy, batch: { ...policy.batch, movedShare: value } } : null,
  batchMovedBy: (policy, value) => (positive(value) ? { ...policy, batch: { ...policy.batch, movedBy: value } } : null),
  batchChunk: (policy, value) =>
    positive(value) && Number.isInteger(value) ? { ...policy, batch: { ...policy.batch, chunk: value } } : null,
  furthestYearsAhead: (policy, value) =>
    positive(value) && Number.isInteger(value) ? { ...policy, furthestYearsAhead: value } : null,
  campaignOpensDaysAfter: (policy, value) =>
    isDayCount(value) ? { ...policy, calendar: { ...policy.calendar, opensDaysAfter: value } } : null,
  campaignClosesDaysAfter: (policy, value) =>
    isDayCount(value) ? { ...policy, calendar: { ...policy.calendar, closesDaysAfter: value } } : null,
  campaignDates: (policy, value) => {
    const years = chosenYears(value);
    return years === null ? null : { ...policy, calendar: { ...policy.calendar, years } };
  },
};

/** `{"2027": {"opens": "2027-01-04", "closes": "2027-01-25"}}`, either day alone allowed; null when it reads otherwise. */
function chosenYears(value: unknown): Readonly<Record<string, ChosenDays>> | null {
  if (typeof value !== 'object' || value === null) return null;
  const years: Record<string, ChosenDays> = {};
  for (const [year, days] of Object.entries(value)) {
    const chosen = /^20\d{2}$/.test(year) ? chosenDays(days) : null;
    if (chosen === null) return null;
    years[year] = chosen;
  }
  return years;
}

function chosenDays(value: unknown): ChosenDays | null {
  if (typeof value !== 'object' || value === null) return null;
  const days: Record<string, LocalDate> = {};
  for (const [step, text] of Object.entries(value)) {
    const day = typeof text === 'string' ? parseIsoDate(text) : null;
    if ((step !== 'opens' && step !== 'closes') || day?.ok !== true) return null;
    days[step] = day.value;
  }
  return days;
}

/** Guards and the batch breaker are data: a JSON file may replace any default. */
export function readPolicy(path: string | null): Result<Policy> {
  if (path === null) return accepted(DEFAULT_POLICY);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return refused(
      'POLICY_FILE',
      `POLICY_FILE : le fichier « ${path} » est introuvable ou n'est pas du JSON ; corrigez-le ou retirez la variable.`,
    );
  }
  if (typeof content !== 'object' || content === null)
    return refused('POLICY_FILE', `POLICY_FILE : « ${path} » doit contenir un objet JSON.`);
  let policy = DEFAULT_POLICY;
  for (const [name, value] of Object.entries(content)) {
    const next = SETTERS[name]?.(policy, value) ?? null;
    if (next === null) {
      return refused(
        'POLICY_FILE',
        `POLICY_FILE : « ${name} » est inconnu ou mal écrit ; noms admis : ${Object.keys(SETTERS).join(', ')}.`,
      );
    }
    policy = next;
  }
  return accepted(policy);
}
