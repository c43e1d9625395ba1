import { Injectable } from '@nestjs/common';
import { campaignRows, tallyOf, type CampaignRow, type CampaignTally } from '#storage/campaign/campaigns';
import { Database } from '#storage/database';
import { openTaskCounts, totals, type OpenTaskCount, type Totals } from '#storage/overview/read-overview';

export type CampaignFigures = CampaignRow & CampaignTally;

export interface Overview {
  readonly totals: Totals;
  readonly openTasks: readonly OpenTaskCount[];
  /** The latest by date of effect; null while none was opened. */
  readonly campaign: CampaignFigures | null;
}

/** How much is on file, what is left to do, and how far the campaign is. */
@Injectable()
export class ReadOverview {
  constructor(private readonly database: Database) {}

  async run(): Promise<Overview> {
    return this.database.transaction('system', async (tx) => {
      const campaign = (await campaignRows(tx))[0] ?? null;
      const figures = campaign === null ? null : { ...campaign, ...(await tallyOf(tx, { ...campaign, arrete: null })) };
      return { totals: await totals(tx), openTasks: await openTaskCounts(tx), campaign: figures };
    });
  }
}
