import { Get, Param, Query, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { OpenKey } from '#application/api/open-by-key';
import { ListCompanies } from '#application/companies/list-companies';
import { ListEstablishments } from '#application/companies/list-establishments';
import type { Siret } from '#domain/values/siret';
import { ApiProblem, ApiScope, CurrentKey } from '../door/api-scope';
import { answered } from '../door/problem';
import type { ApiVisit } from '../door/visit';
import { ApiRoom } from '../shape/api-room';
import { Cursors, PageQuery, type ListPage } from '../shape/cursors';
import { ApiPageOf } from '../shape/responses';
import { CompanyDto, EstablishmentDto, SirenParam } from './company-dto';

/** How a program finds its way: the companies that its key opens, and their establishments. */
@ApiRoom('companies', 'Entreprises')
export class CompaniesController {
  constructor(
    private readonly companies: ListCompanies,
    private readonly establishments: ListEstablishments,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiScope()
  @ApiOperation({ operationId: 'listCompanies', summary: 'Les entreprises que la clé ouvre, par SIREN' })
  @ApiPageOf(CompanyDto)
  async list(
    @CurrentKey() key: OpenKey,
    @Req() visit: ApiVisit,
    @Query() query: PageQuery,
  ): Promise<ListPage<CompanyDto>> {
    const asked = this.cursors.asked(visit, query, ['string']);
    const { rows, next } = await this.companies.run(asked.after?.[0] ?? null, key, asked.limit);
    return this.cursors.cut(asked, rows, next === null ? null : [next]);
  }

  @Get(':siren/establishments')
  @ApiScope()
  @ApiOperation({ operationId: 'listEstablishments', summary: 'Les établissements d’une entreprise, par SIRET' })
  @ApiPageOf(EstablishmentDto)
  @ApiProblem(404, 'Entreprise inconnue de la clé.')
  async ofCompany(
    @CurrentKey() key: OpenKey,
    @Req() visit: ApiVisit,
    @Param() { siren }: SirenParam,
    @Query() query: PageQuery,
  ): Promise<ListPage<EstablishmentDto>> {
    const asked = this.cursors.asked(visit, query, ['string']);
    // A cursor comes back as it was given: what it holds is a SIRET.
    const after = (asked.after?.[0] ?? null) as Siret | null;
    const { rows, next } = answered(await this.establishments.run(siren, after, key, asked.limit));
    return this.cursors.cut(asked, rows, next === null ? null : [next]);
  }
}
