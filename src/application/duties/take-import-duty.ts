import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { openWorks } from '#storage/work/works';
import { TAKE_IMPORT } from '../start/start-import';
import { TakeImport } from '../start/take-import';
import type { Duty } from './duty';

/** Rung for at a time: each waits for its turn at the base anyway. */
const AT_ONCE = 20;

@Injectable()
export class TakeImportDuty implements Duty {
  readonly job = TAKE_IMPORT;
  /** A person waits for it. */
  readonly everyMs = 5_000;
  readonly deadlineMs = 3_600_000;

  constructor(
    private readonly database: Database,
    private readonly takeImport: TakeImport,
  ) {}

  async wanted(): Promise<readonly string[]> {
    const open = await this.database.transaction('system', (tx) => openWorks(tx, AT_ONCE));
    return open.map(String);
  }

  run(subject: string, stop?: AbortSignal): Promise<string | null> {
    return this.takeImport.run(Number(subject), stop);
  }
}
