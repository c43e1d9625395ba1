import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { progressOfDeposits } from '#storage/deposits/deposit-batch';
import { depositsOf } from '#storage/deposits/deposits';
import { companiesOf, type Caller } from '../access/caller';
import { PAGE, pageOf, type Page } from '../overview/page';
import type { DepositReport } from './deposit-report';
import { depositLine, type DepositLine } from './deposit-view';

/** The deposits that the caller may see, latest first; `before` is what the page before gave as `next`. */
@Injectable()
export class ListDeposits {
  constructor(private readonly database: Database) {}

  async run(before: number | null, { scope }: Caller, size = PAGE): Promise<Page<DepositLine, number>> {
    const deposits = await this.database.transaction(scope, (tx) =>
      depositsOf<DepositReport>(tx, companiesOf(scope), before, size + 1),
    );
    const ids = deposits.map(({ id }) => id);
    const progress = await this.database.transaction('system', (tx) => progressOfDeposits(tx, ids));
    const lines = deposits.map((deposit) => depositLine(deposit, progress.get(deposit.id) ?? null));
    return pageOf(lines, ({ id }) => id, size);
  }
}
