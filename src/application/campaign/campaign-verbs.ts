import type { Provider } from '@nestjs/common';
import { ListCampaigns } from './list-campaigns';
import { ReadCampaign } from './read-campaign';
import { RunCampaign } from './run-campaign';

/** The renewals of each year. */
export const CAMPAIGN_VERBS: Provider[] = [RunCampaign, ListCampaigns, ReadCampaign];
