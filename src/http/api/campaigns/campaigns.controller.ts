import { Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { OpenKey } from '#application/api/open-by-key';
import { ListCampaigns } from '#application/campaign/list-campaigns';
import { ReadCampaign } from '#application/campaign/read-campaign';
import { ApiProblem, ApiScope, CurrentKey } from '../door/api-scope';
import { answered } from '../door/problem';
import { ApiRoom } from '../shape/api-room';
import { ListPage } from '../shape/cursors';
import { ApiPageOf } from '../shape/responses';
import { CampaignDto, CampaignProgressDto, YearParam } from './campaign-dto';

/** The renewals of each year, and how far they are. */
@ApiRoom('campaigns', 'Campagnes')
export class CampaignsController {
  constructor(
    private readonly campaigns: ListCampaigns,
    private readonly campaign: ReadCampaign,
  ) {}

  @Get()
  @ApiScope('campaigns:read')
  @ApiOperation({ operationId: 'listCampaigns', summary: 'Les campagnes ouvertes, la dernière d’abord' })
  @ApiPageOf(CampaignDto, 'Toutes les campagnes : une par an, donc une seule page.')
  async list(@CurrentKey() key: OpenKey): Promise<ListPage<CampaignDto>> {
    return new ListPage(await this.campaigns.run(key), null);
  }

  @Get(':year')
  @ApiScope('campaigns:read')
  @ApiOperation({ operationId: 'readCampaign', summary: 'L’avancement d’une campagne' })
  @ApiOkResponse({ type: CampaignProgressDto })
  @ApiProblem(404, 'Campagne jamais ouverte.')
  async read(@CurrentKey() key: OpenKey, @Param() { year }: YearParam): Promise<CampaignProgressDto> {
    return answered(await this.campaign.run(year, key));
  }
}
