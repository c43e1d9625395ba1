import { Injectable } from '@nestjs/common';
import { campaignRows, type CampaignRow } from '#storage/campaign/campaigns';
import { Database } from '#storage/database';
import type { Caller } from '../access/caller';

/** The campaigns that were opened, latest first: one a year, and of no company. */
@Injectable()
export class ListCampaigns {
  constructor(private readonly database: Database) {}

  run({ scope }: Caller): Promise<readonly CampaignRow[]> {
    return this.database.transaction(scope, campaignRows);
  }
}
