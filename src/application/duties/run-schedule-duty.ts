import { Injectable } from '@nestjs/common';
import { AskWhatIsMissing } from '../schedule/ask-what-is-missing';
import { RunScheduled } from '../schedule/run-scheduled';
import type { Duty } from './duty';

/** The beat only asks; what is missing, and what each of it is, is rows. */
@Injectable()
export class RunScheduleDuty implements Duty {
  readonly job = 'run-schedule';
  readonly everyMs = 30_000;
  readonly deadlineMs = 3_600_000;

  constructor(
    private readonly askWhatIsMissing: AskWhatIsMissing,
    private readonly runScheduled: RunScheduled,
  ) {}

  async wanted(): Promise<readonly string[]> {
    return (await this.askWhatIsMissing.run()).map(String);
  }

  run(subject: string, stop: AbortSignal): Promise<string | null> {
    return this.runScheduled.run(Number(subject), stop);
  }
}
