import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { openDeposits } from '#storage/deposits/deposits';
import { progressOfDeposit } from '#storage/intake/progress';
import { TAKE_DEPOSIT } from '../deposits/receive-deposit';
import { TakeDeposit } from '../deposits/take-deposit';
import type { Duty } from './duty';

/** Rung for at a time: each waits for its turn at the base anyway. */
const AT_ONCE = 20;

@Injectable()
export class TakeDepositDuty implements Duty {
  readonly job = TAKE_DEPOSIT;
  readonly everyMs = 30_000;
  readonly deadlineMs = 3_600_000;

  constructor(
    private readonly database: Database,
    private readonly takeDeposit: TakeDeposit,
  ) {}

  async wanted(): Promise<readonly string[]> {
    const open = await this.database.transaction('system', (tx) => openDeposits(tx, AT_ONCE));
    return open.map(String);
  }

  run(subject: string, stop?: AbortSignal): Promise<string | null> {
    return this.takeDeposit.run(Number(subject), stop);
  }

  progress(subject: string): Promise<string> {
    return this.database.transaction('system', (tx) => progressOfDeposit(tx, Number(subject)));
  }
}
