import { Injectable } from '@nestjs/common';
import type { Reference } from '#domain/reference/reference';
import { MONTH_STATES, type MonthCounts, type MonthFilter, type MonthState } from '#domain/tasks/month';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, refused, type Result } from '#domain/values/result';
import { Database, type Tx } from '#storage/database';
import { sheetsOfEstablishments } from '#storage/ledger/read-sheets';
import { monthFigures, MOST_COUNTED } from '#storage/tasks/month-figures';
import type { MonthScope } from '#storage/tasks/month-filter';
import { monthTasks, monthUpdates, type Span } from '#storage/tasks/month-rows';
import { companiesOf, sees, type Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisMonth } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { taskMonthLine, updateMonthLine, type MonthLine } from './month-line';

/** Rows of one page. */
const MONTH_PAGE = 100;

export interface MonthQuestion {
  /** `YYYY-MM`; null = the month of NOW. */
  readonly month: string | null;
  /** Null = the first state that holds something. */
  readonly state: MonthState | null;
  readonly filter: MonthFilter;
  /** From 1. */
  readonly page: number;
}

export interface Month {
  readonly month: Period;
  readonly thisMonth: Period;
  /** The nearest months that hold something; null where there is none. */
  readonly previous: Period | null;
  readonly next: Period | null;
  /** Every month that holds something, and the one that is shown. */
  readonly months: readonly Period[];
  readonly counts: MonthCounts;
  /** A count above it only says that there are more. */
  readonly mostCounted: number;
  readonly state: MonthState;
  readonly filter: MonthFilter;
  readonly lines: readonly MonthLine[];
  readonly page: number;
  readonly hasNextPage: boolean;
}

/** The tasks of a payroll month: how many in each state, and one page of those in one state, most urgent first. */
@Injectable()
export class ReadMonth {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(asked: MonthQuestion, { scope }: Caller): Promise<Result<Month>> {
    const thisMonth = parisMonth(this.clock.now());
    const month = asked.month === null ? accepted(thisMonth) : parsePeriod(asked.month);
    if (!month.ok) return month;
    const { filter } = asked;
    if (filter.company !== null && !sees(scope, filter.company))
      return refused('ENTREPRISE_INCONNUE', `L’entreprise ${filter.company} est inconnue : revenez à vos tâches.`);
    const { reference } = await this.rulebook.current();
    const seen: MonthScope = { month: month.value, filter, companies: companiesOf(scope) };
    return this.database.transaction(scope, async (tx) => {
      const { counts, months } = await monthFigures(tx, seen);
      const state = asked.state ?? MONTH_STATES.find((one) => counts[one] > 0) ?? 'TO_DO';
      const span = { skipped: (asked.page - 1) * MONTH_PAGE, count: MONTH_PAGE + 1 };
      const lines = await linesOf(tx, seen, state, span, reference);
      return accepted({
        ...{ month: month.value, thisMonth, counts, state, filter, mostCounted: MOST_COUNTED },
        ...around(month.value, months),
        lines: lines.slice(0, MONTH_PAGE),
        page: asked.page,
        hasNextPage: lines.length > MONTH_PAGE,
      });
    });
  }
}

function around(month: Period, months: readonly Period[]): Pick<Month, 'previous' | 'next' | 'months'> {
  return {
    previous: months.findLast((other) => other < month) ?? null,
    next: months.find((other) => other > month) ?? null,
    months: [...new Set([...months, month])].toSorted(),
  };
}

/** One page, by two reads at most whatever its length. */
async function linesOf(
  tx: Tx,
  seen: MonthScope,
  state: MonthState,
  span: Span,
  reference: Reference,
): Promise<readonly MonthLine[]> {
  if (state === 'DONE_FOR_YOU')
    return (await monthUpdates(tx, seen, span)).map((row) => updateMonthLine(row, reference));
  const rows = await monthTasks(tx, seen, state, span);
  const sheets = await sheetsOfEstablishments(
    tx,
    rows.map(({ siret }) => siret),
  );
  return rows.map((row) => taskMonthLine(row, sheets.get(row.siret) ?? [], reference));
}
