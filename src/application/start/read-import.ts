import { Injectable } from '@nestjs/common';
import { accepted, refused, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { workOf, type Work } from '#storage/work/works';
import type { Viewer } from '../access/viewer';
import type { ImportReport } from './import-report';

export type ImportWork = Work<ImportReport>;

/** How far an import of one's own is, or what came of it. */
@Injectable()
export class ReadImport {
  constructor(private readonly database: Database) {}

  async run(id: number, { accountId }: Viewer): Promise<Result<ImportWork>> {
    const work = await this.database.transaction('system', (tx) => workOf<ImportReport>(tx, accountId, id));
    return work === null
      ? refused('IMPORT_INCONNU', `L’import ${id} n’existe pas : revenez à la page d’import.`)
      : accepted(work);
  }
}
