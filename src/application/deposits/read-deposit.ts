import { Injectable } from '@nestjs/common';
import { accepted, refused, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { progressOfDeposits } from '#storage/deposits/deposit-batch';
import { depositOf } from '#storage/deposits/deposits';
import { feedsNamed } from '#storage/feeds/feeds';
import { companiesOf, type Caller } from '../access/caller';
import type { DepositReport } from './deposit-report';
import { depositView, type DepositView } from './deposit-view';

/** How far a deposit is, or what came of it. */
@Injectable()
export class ReadDeposit {
  constructor(private readonly database: Database) {}

  async run(id: number, { scope }: Caller): Promise<Result<DepositView>> {
    const deposit = await this.database.transaction(scope, (tx) =>
      depositOf<DepositReport>(tx, id, companiesOf(scope)),
    );
    if (deposit === null) return refused('DEPOT_INCONNU', `Le dépôt ${id} n’existe pas : vérifiez son numéro.`);
    // Batches are of no company: only how far this one is leaves the verb.
    return this.database.transaction('system', async (tx) => {
      const progress = await progressOfDeposits(tx, [id]);
      const ids = deposit.report?.feeds.map((feed) => feed.id ?? 0) ?? [];
      return accepted(depositView(deposit, progress.get(id) ?? null, await feedsNamed(tx, ids)));
    });
  }
}
