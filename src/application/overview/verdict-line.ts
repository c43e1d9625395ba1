import { explain } from '#domain/reconciliation/explain';
import type { Facts, Reason, VerdictKind } from '#domain/reconciliation/verdict';
import type { Reference } from '#domain/reference/reference';
import { frenchRate, parseRate } from '#domain/values/rate';
import type { JournalRow } from '#storage/updates/journal';
import { labelOf, placeOf, type Place } from './place';

/** One rate of a verdict; figures are French (`2,35 %`). */
export interface RateChange {
  /** As a DSN writes it, `452BEB` for fonctions supports. */
  readonly code: string;
  readonly label: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** What was decided about one establishment in one document, ready to be read. */
export interface VerdictLine extends Place {
  readonly feed: number;
  readonly file: string;
  readonly verdict: VerdictKind;
  readonly reason: Reason | null;
  readonly effectiveFrom: string | null;
  /** Empty where the document could not be trusted or said nothing. */
  readonly rates: readonly RateChange[];
  readonly why: string;
}

export function verdictLine(row: JournalRow, reference: Reference): VerdictLine {
  const { feed, file, verdict, reason, effectiveFrom, rule, facts } = row;
  const rates = ratesOf(facts, reference);
  return {
    ...placeOf(row, rates[0]?.code ?? null),
    ...{ feed, file, verdict, reason, effectiveFrom, rates },
    why: explain({ rule, facts }),
  };
}

const NOTIFIED_PAIR = /(\S+) (\d+\.\d{2})/g;

/** The rates that a verdict is about. */
export function ratesOf(facts: Facts, reference: Reference): readonly RateChange[] {
  const change = (code: string, before: unknown, after: unknown): RateChange => ({
    code,
    label: labelOf(code, reference),
    before: written(before),
    after: written(after),
  });
  if (typeof facts.tauxNotifies === 'string')
    return [...facts.tauxNotifies.matchAll(NOTIFIED_PAIR)].map(([, code = '', rate]) => change(code, null, rate));
  if (typeof facts.code !== 'string') return [];
  return [change(facts.code, facts.avant ?? facts.tauxDeclare ?? null, facts.notifie)];
}

function written(rate: unknown): string | null {
  const parsed = typeof rate === 'string' ? parseRate(rate) : null;
  return parsed?.ok === true ? frenchRate(parsed.value) : null;
}
