import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { listRequests, type RequestStatus, type SupportRequest } from '#storage/support/requests';
import { companiesOf, type Caller } from '../access/caller';
import { PAGE, pageOf, type Page } from '../overview/page';

export interface RequestsQuestion {
  readonly status: RequestStatus | null;
  /** The request after which the page begins. */
  readonly before: number | null;
}

/** What people said of automatic updates, latest first: all of it for support, their own companies' for the others. */
@Injectable()
export class ListRequests {
  constructor(private readonly database: Database) {}

  async run({ status, before }: RequestsQuestion, { scope }: Caller): Promise<Page<SupportRequest, number>> {
    const asked = { companies: companiesOf(scope), status, siret: null, feed: null, before };
    const rows = await this.database.transaction(scope, (tx) => listRequests(tx, asked, PAGE + 1));
    return pageOf(rows, ({ id }) => id);
  }
}
