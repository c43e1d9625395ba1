import { Injectable } from '@nestjs/common';
import { accepted, refused, type Result } from '#domain/values/result';
import { campaignRow, type CampaignRow } from '#storage/campaign/campaigns';
import { progressOf, type CampaignProgress } from '#storage/campaign/progress';
import { Database } from '#storage/database';
import { companiesOf, type Caller } from '../access/caller';

export interface CampaignAnswer extends CampaignRow {
  readonly progress: CampaignProgress;
}

/** How far the renewal of a year is, among the companies that the caller sees. */
@Injectable()
export class ReadCampaign {
  constructor(private readonly database: Database) {}

  run(year: number, { scope }: Caller): Promise<Result<CampaignAnswer>> {
    return this.database.transaction(scope, async (tx) => {
      const campaign = await campaignRow(tx, year);
      if (campaign === null)
        return refused(
          'CAMPAGNE_INCONNUE',
          `Campagne ${year} : elle n’a pas été ouverte ; voyez la liste des campagnes.`,
        );
      const progress = await progressOf(tx, { ...campaign, companies: companiesOf(scope) });
      return accepted({ ...campaign, progress });
    });
  }
}
