import type { Provider } from '@nestjs/common';
import { ApplyChunkDuty } from './apply-chunk-duty';
import { DecideStretchDuty } from './decide-stretch-duty';
import type { Duty } from './duty';
import { DeliverWebhooksDuty } from './deliver-webhooks-duty';
import { FinishBatchesDuty } from './finish-batches-duty';
import { PostMailDuty } from './post-mail-duty';
import { RunScheduleDuty } from './run-schedule-duty';
import { TakeDepositDuty } from './take-deposit-duty';
import { TakeImportDuty } from './take-import-duty';

/** Every duty there is, one line each: the queue answers them, the sweep rings for them. */
const ALL_DUTIES = [
  ApplyChunkDuty,
  DecideStretchDuty,
  FinishBatchesDuty,
  PostMailDuty,
  RunScheduleDuty,
  TakeDepositDuty,
  TakeImportDuty,
  DeliverWebhooksDuty,
] as const;

/** The duties of a process, by the name of their job. */
export class Duties {
  private readonly byJob: ReadonlyMap<string, Duty>;

  /** Throws when two answer to one name: a mistake of ours, to be seen when a process starts. */
  constructor(readonly all: readonly Duty[]) {
    this.byJob = new Map(all.map((duty) => [duty.job, duty]));
    if (this.byJob.size < all.length) {
      const names = all.map(({ job }) => job).join(', ');
      throw new Error(`Deux travaux portent le même nom (${names}) : corrigez src/application/duties.`);
    }
  }

  /** Null for a name that only an older or a newer release knows. */
  of(job: string): Duty | null {
    return this.byJob.get(job) ?? null;
  }
}

export const DUTY_VERBS: Provider[] = [
  ...ALL_DUTIES,
  { provide: Duties, useFactory: (...duties: Duty[]) => new Duties(duties), inject: [...ALL_DUTIES] },
];
