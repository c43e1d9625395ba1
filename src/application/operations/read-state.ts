import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { deadCounts, type DeadCounts } from '#storage/dead-letters/dead-letters';
import { runningProcesses, type RunningProcess } from '#storage/operations/running-processes';
import { tallied, type Tally } from '#storage/operations/tally';
import {
  campaignTasks,
  openBatches,
  waitingDeposits,
  waitingEvents,
  waitingTasks,
  type CampaignTasks,
  type OpenBatch,
  type WaitingDeposits,
  type WaitingEvents,
  type WaitingTasks,
} from '#storage/operations/work-under-way';
import { WallClock } from '../ports/clock';

/** A process that has said nothing for this long is not counted on, in milliseconds. It says something every five seconds. */
const SILENT_MS = 30_000;

export interface Process extends RunningProcess {
  readonly alive: boolean;
}

export interface State {
  /** ISO instant of the machine. */
  readonly at: string;
  readonly processes: readonly Process[];
  readonly batches: readonly OpenBatch[];
  readonly tasks: readonly WaitingTasks[];
  readonly campaign: CampaignTasks | null;
  readonly deposits: WaitingDeposits;
  readonly webhooks: WaitingEvents;
  readonly dead: DeadCounts;
  readonly tally: Tally;
}

/** Who is at work, what waits and how much has come, for those who run the program; nothing in it is of a company. */
@Injectable()
export class ReadState {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
  ) {}

  run(): Promise<State> {
    const at = this.wallClock.now();
    const silent = new Date(Date.parse(at) - SILENT_MS).toISOString();
    return this.database.transaction('system', async (tx) => ({
      at,
      processes: (await runningProcesses(tx)).map((one) => ({ ...one, alive: one.seenAt >= silent })),
      batches: await openBatches(tx),
      tasks: await waitingTasks(tx),
      campaign: await campaignTasks(tx),
      deposits: await waitingDeposits(tx),
      webhooks: await waitingEvents(tx),
      dead: await deadCounts(tx),
      tally: await tallied(tx),
    }));
  }
}
