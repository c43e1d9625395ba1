import { Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { OpenKey } from '#application/api/open-by-key';
import { EstimateRegularisation } from '#application/estimate/estimate-regularisation';
import { estimateView } from '#application/estimate/estimate-view';
import { historyView } from '#application/rates/history-view';
import { ratesView } from '#application/rates/rates-view';
import { ReadEstablishmentRates } from '#application/rates/read-establishment-rates';
import { ReadRates } from '#application/rates/read-rates';
import { ExplainRate } from '#application/why/explain-rate';
import { whyView } from '#application/why/why-view';
import { ApiProblem, ApiScope, CurrentKey } from '../door/api-scope';
import { answered } from '../door/problem';
import { ApiRoom } from '../shape/api-room';
import {
  DayQuery,
  EstablishmentParam,
  EstimateDto,
  HistoryDto,
  RatesDto,
  RatesQuery,
  SinceQuery,
  WhyDto,
} from './rates-dto';

const UNKNOWN = 'Établissement inconnu de la clé.';

/** What an establishment pays on a day, since when, why, and what the months already declared would have cost. */
@ApiRoom('establishments', 'Taux')
export class EstablishmentRatesController {
  constructor(
    private readonly rates: ReadRates,
    private readonly all: ReadEstablishmentRates,
    private readonly explain: ExplainRate,
    private readonly estimating: EstimateRegularisation,
  ) {}

  @Get(':siret/rates')
  @ApiScope('rates:read')
  @ApiOperation({ operationId: 'readRates', summary: 'Les taux d’un jour, tels qu’on les connaissait à un instant' })
  @ApiOkResponse({ type: RatesDto })
  @ApiProblem(404, UNKNOWN)
  async read(
    @CurrentKey() key: OpenKey,
    @Param() { siret }: EstablishmentParam,
    @Query() { on, knownAt }: RatesQuery,
  ): Promise<RatesDto> {
    return ratesView(answered(await this.rates.run({ siret, on, knownAt }, key)));
  }

  @Get(':siret/rates/history')
  @ApiScope('rates:read')
  @ApiOperation({ operationId: 'readRateHistory', summary: 'Les taux au fil du temps, tels qu’on les connaît' })
  @ApiOkResponse({ type: HistoryDto })
  @ApiProblem(404, UNKNOWN)
  async history(@CurrentKey() key: OpenKey, @Param() { siret }: EstablishmentParam): Promise<HistoryDto> {
    return historyView(answered(await this.all.run(siret, key)));
  }

  @Get(':siret/why')
  @ApiScope('rates:read')
  @ApiOperation({ operationId: 'explainRate', summary: 'D’où vient le taux d’un jour' })
  @ApiOkResponse({ type: WhyDto })
  @ApiProblem(404, UNKNOWN)
  async why(
    @CurrentKey() key: OpenKey,
    @Param() { siret }: EstablishmentParam,
    @Query() { on }: DayQuery,
  ): Promise<WhyDto> {
    return whyView(answered(await this.explain.run(siret, on, key)));
  }

  @Get(':siret/estimate')
  @ApiScope('estimate:read')
  @ApiOperation({ operationId: 'estimateRegularisation', summary: 'La régularisation estimée des mois déjà déclarés' })
  @ApiOkResponse({ type: EstimateDto })
  @ApiProblem(404, UNKNOWN)
  async estimate(
    @CurrentKey() key: OpenKey,
    @Param() { siret }: EstablishmentParam,
    @Query() { since }: SinceQuery,
  ): Promise<EstimateDto> {
    return estimateView(answered(await this.estimating.run(siret, since, key)));
  }
}
