import { Injectable } from '@nestjs/common';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { companyMatrix, type CompanyRow, type MatrixScope } from '#storage/tasks/company-matrix';
import { companiesOf, type Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisMonth } from '../ports/paris';

/** Companies of one page. */
const CLIENTS_PAGE = 100;

export type ClientLine = CompanyRow;
export type ClientsOrder = MatrixScope['order'];

export interface ClientsQuestion {
  /** `YYYY-MM`; null = the month of NOW. */
  readonly month: string | null;
  readonly search: string | null;
  readonly order: ClientsOrder;
  /** From 1. */
  readonly page: number;
}

export interface Clients {
  readonly month: Period;
  readonly search: string | null;
  readonly order: ClientsOrder;
  readonly lines: readonly ClientLine[];
  readonly page: number;
  readonly hasNextPage: boolean;
}

/** How far each company of the caller is in a month: one row per company, one read. */
@Injectable()
export class ReadClients {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run({ month: text, search, order, page }: ClientsQuestion, { scope }: Caller): Promise<Result<Clients>> {
    const month = text === null ? accepted(parisMonth(this.clock.now())) : parsePeriod(text);
    if (!month.ok) return month;
    const asked = { month: month.value, companies: companiesOf(scope), search, order };
    const span = { skipped: (page - 1) * CLIENTS_PAGE, count: CLIENTS_PAGE + 1 };
    const read = await this.database.transaction(scope, (tx) => companyMatrix(tx, asked, span));
    const hasNextPage = read.length > CLIENTS_PAGE;
    return accepted({ month: month.value, search, order, page, lines: read.slice(0, CLIENTS_PAGE), hasNextPage });
  }
}
