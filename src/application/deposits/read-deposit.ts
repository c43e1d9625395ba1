import { Injectable } from '@nestjs/common';
import { accepted, refused, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { depositOf } from '#storage/deposits/deposits';
import { companiesOf, type Caller } from '../access/caller';
import type { DepositReport } from './deposit-report';
import { depositView, type DepositView } from './deposit-view';

/** How far a deposit is, or what came of it. */
@Injectable()
export class ReadDeposit {
  constructor(private readonly database: Database) {}

  async run(id: number, { scope }: Caller): Promise<Result<DepositView>> {
    const view = await this.database.transaction(scope, async (tx) => {
      const deposit = await depositOf<DepositReport>(tx, id, companiesOf(scope));
      return deposit === null ? null : depositView(deposit);
    });
    return view === null
      ? refused('DEPOT_INCONNU', `Le dépôt ${id} n’existe pas : vérifiez son numéro.`)
      : accepted(view);
  }
}
