import { Get, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { OpenKey } from '#application/api/open-by-key';
import { ListDeposits } from '#application/deposits/list-deposits';
import { ReadDeposit } from '#application/deposits/read-deposit';
import { ApiProblem, ApiScope, CurrentKey } from '../door/api-scope';
import { answered } from '../door/problem';
import type { ApiVisit } from '../door/visit';
import { ApiRoom } from '../shape/api-room';
import { Cursors, ListPage, PageQuery } from '../shape/cursors';
import { IdParam } from '../shape/fields';
import { ApiPageOf } from '../shape/responses';
import { depositDto, DepositDto, DepositLineDto } from './deposit-dto';

/** What became of the documents that were sent. */
@ApiRoom('deposits', 'Documents')
export class DepositsController {
  constructor(
    private readonly listDeposits: ListDeposits,
    private readonly readDeposit: ReadDeposit,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiScope('feeds:read', 'feeds:write')
  @ApiOperation({ operationId: 'listDeposits', summary: 'Les envois reçus, le dernier d’abord' })
  @ApiPageOf(DepositLineDto)
  async list(
    @Req() visit: ApiVisit,
    @Query() query: PageQuery,
    @CurrentKey() key: OpenKey,
  ): Promise<ListPage<DepositLineDto>> {
    const asked = this.cursors.asked(visit, query, ['number']);
    const { rows, next } = await this.listDeposits.run(asked.after?.[0] ?? null, key, asked.limit);
    return this.cursors.pageFrom(asked, rows, next === null ? null : [next], (row) => ({ ...row }));
  }

  @Get(':id')
  @ApiScope('feeds:read', 'feeds:write')
  @ApiOperation({ operationId: 'readDeposit', summary: 'Où en est un envoi, et ce qui en est venu' })
  @ApiOkResponse({ type: DepositDto })
  @ApiProblem(404, 'L’envoi n’existe pas, ou n’est pas des entreprises de la clé.')
  async read(@Param() { id }: IdParam, @CurrentKey() key: OpenKey): Promise<DepositDto> {
    return depositDto(answered(await this.readDeposit.run(id, key)));
  }
}
