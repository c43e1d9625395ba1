import { campaignDates, type CampaignDates, type KnownYear } from '#domain/campaign/calendar';
import type { Policy } from '#domain/reconciliation/policy';
import { builtInReference } from '#domain/reference/reference';
import type { Tx } from '#storage/database';
import { yearRows, type YearRow } from '#storage/schedule/known-years';
import { parisDay } from '../ports/paris';

/** The years whose date of effect is known: carried by the program, imported since, or opened by date. */
export async function knownYears(tx: Tx): Promise<readonly KnownYear[]> {
  const years = new Map<number, KnownYear>(
    builtInReference()
      .campaigns()
      .map(({ year, effectiveFrom }) => [year, { year, effectiveFrom, knownOn: null, openedOn: null }]),
  );
  for (const row of await yearRows(tx)) {
    const known = yearOf(row, years.get(row.year) ?? null);
    if (known !== null) years.set(row.year, known);
  }
  return [...years.values()].sort((a, b) => a.year - b.year);
}

export const datesOf = (years: readonly KnownYear[], { calendar }: Policy): readonly CampaignDates[] =>
  years.map((known) => campaignDates(known, calendar));

/** An imported date wins over the program's, and either over the one a campaign was opened with. */
function yearOf(row: YearRow, builtIn: KnownYear | null): KnownYear | null {
  const { year, published, importedAt, effectiveFrom, openedAt } = row;
  const date = published ?? builtIn?.effectiveFrom ?? effectiveFrom;
  if (date === null) return null;
  const isNew = builtIn === null && published !== null && importedAt !== null;
  return {
    year,
    effectiveFrom: date,
    knownOn: isNew ? parisDay(importedAt) : null,
    openedOn: openedAt === null ? null : parisDay(openedAt),
  };
}
