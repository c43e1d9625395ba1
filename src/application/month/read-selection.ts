import { Injectable } from '@nestjs/common';
import { MOST_AT_ONCE, parseSelection } from '#domain/tasks/bulk';
import type { MonthFilter, MonthState } from '#domain/tasks/month';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, refused, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { sheetsOfEstablishments } from '#storage/ledger/read-sheets';
import { monthTasks, tasksNamed } from '#storage/tasks/month-rows';
import { companiesOf, type Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisMonth } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { taskMonthLine, type TaskMonthLine } from './month-line';

/** The tasks that a person takes together: those ticked, or the whole list that is shown. */
export type SelectionAsked =
  | { readonly ids: readonly string[] }
  | { readonly month: string; readonly state: Exclude<MonthState, 'DONE_FOR_YOU'>; readonly filter: MonthFilter };

export interface Selection {
  readonly thisMonth: Period;
  readonly lines: readonly TaskMonthLine[];
}

/** What is about to be done together, shown before it is: 500 tasks at most, most urgent first. */
@Injectable()
export class ReadSelection {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(asked: SelectionAsked, { scope }: Caller): Promise<Result<Selection>> {
    const ids = 'ids' in asked ? parseSelection(asked.ids) : accepted([]);
    if (!ids.ok) return ids;
    const thisMonth = parisMonth(this.clock.now());
    const month = 'ids' in asked ? accepted(thisMonth) : parsePeriod(asked.month);
    if (!month.ok) return month;
    const { reference } = await this.rulebook.current();
    const companies = companiesOf(scope);
    return this.database.transaction(scope, async (tx) => {
      const rows =
        'ids' in asked
          ? await tasksNamed(tx, ids.value, month.value, companies)
          : await monthTasks(tx, { month: month.value, filter: asked.filter, companies }, asked.state, {
              skipped: 0,
              count: MOST_AT_ONCE,
            });
      if (rows.length === 0)
        return refused('AUCUNE_TACHE', 'Aucune de ces tâches n’est à votre portée : revenez à la liste du mois.');
      const sirets = [...new Set(rows.map(({ siret }) => siret))];
      const sheets = await sheetsOfEstablishments(tx, sirets);
      const lines = rows.map((row) => taskMonthLine(row, sheets.get(row.siret) ?? [], reference));
      return accepted({ thisMonth, lines });
    });
  }
}
