import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { failWork, openWorks } from '#storage/work/works';
import { WallClock } from '../ports/clock';
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
    private readonly wallClock: WallClock,
  ) {}

  async wanted(): Promise<readonly string[]> {
    const open = await this.database.transaction('system', (tx) => openWorks(tx, AT_ONCE));
    return open.map(String);
  }

  run(subject: string, stop?: AbortSignal): Promise<string | null> {
    return this.takeImport.run(Number(subject), stop);
  }

  /** The person who waits is told. */
  async leaveOut(subject: string): Promise<void> {
    const at = this.wallClock.now();
    await this.database.transaction('system', (tx) => failWork(tx, Number(subject), TOO_OFTEN, at));
  }
}

const TOO_OFTEN =
  'Ces fichiers ont arrêté plusieurs fois le travail de fond, qui les a laissés : envoyez-les un par un, et prévenez le support si cela se répète.';
