import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { hasCompanies } from '#storage/companies/membership';
import { worksOf } from '#storage/work/works';
import { companiesOf } from '../access/caller';
import type { Viewer } from '../access/viewer';
import type { ImportReport } from './import-report';
import type { ImportWork } from './read-import';

const LATEST = 5;

export interface Imports {
  /** Nothing is on file yet for this person. */
  readonly isFirst: boolean;
  /** One's own, latest first. */
  readonly latest: readonly ImportWork[];
}

/** Where a person stands with the files that they send. */
@Injectable()
export class ListImports {
  constructor(private readonly database: Database) {}

  async run({ accountId, scope }: Viewer): Promise<Imports> {
    const any = await this.database.transaction(scope, (tx) => hasCompanies(tx, companiesOf(scope)));
    const latest = await this.database.transaction('system', (tx) => worksOf<ImportReport>(tx, accountId, LATEST));
    return { isFirst: !any, latest };
  }
}
