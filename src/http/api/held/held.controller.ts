import { Body, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import type { OpenKey } from '#application/api/open-by-key';
import { ListHeld } from '#application/held/list-held';
import { RefuseHeld, type Refused } from '#application/held/refuse-held';
import { ReleaseHeld, type Released } from '#application/held/release-held';
import { ApiProblem, ApiScope, CurrentKey } from '../door/api-scope';
import { answered } from '../door/problem';
import type { ApiVisit } from '../door/visit';
import { ApiRoom } from '../shape/api-room';
import { Cursors, PageQuery, type ListPage } from '../shape/cursors';
import { ApiPageOf } from '../shape/responses';
import {
  EndReasonDto,
  HeldDto,
  HeldParam,
  RefusedBatchDto,
  RefusedDocumentDto,
  ReleasedBatchDto,
  ReleasedDocumentDto,
} from './held-dto';

const eitherOf = (document: string, batch: string) => ({
  schema: { oneOf: [{ $ref: getSchemaPath(document) }, { $ref: getSchemaPath(batch) }] },
});

/** What is no name of a held document names nothing either. */
const NO_NAME = { RETENUE_ILLISIBLE: 404 } as const;

/** What a guard stopped, and how it ends. */
@ApiRoom('held', 'Retenus')
export class HeldController {
  constructor(
    private readonly held: ListHeld,
    private readonly releasing: ReleaseHeld,
    private readonly refusing: RefuseHeld,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiScope('held:read')
  @ApiOperation({ operationId: 'listHeld', summary: 'Ce qui attend une décision, le plus ancien d’abord' })
  @ApiPageOf(HeldDto, 'Une page ; la première d’une clé qui ouvre tout commence par les lots retenus en entier.')
  async list(
    @CurrentKey() key: OpenKey,
    @Req() visit: ApiVisit,
    @Query() query: PageQuery,
  ): Promise<ListPage<HeldDto>> {
    const asked = this.cursors.asked(visit, query, ['number']);
    const { rows, next } = await this.held.run(asked.after?.[0] ?? null, key, asked.limit);
    return this.cursors.cut(asked, rows, next === null ? null : [next]);
  }

  @Post(':id/release')
  @HttpCode(200)
  @ApiScope('held:write')
  @ApiOperation({ operationId: 'releaseHeld', summary: 'Libérer : redécider sans les gardes' })
  @ApiExtraModels(ReleasedDocumentDto, ReleasedBatchDto)
  @ApiOkResponse({ description: 'Le verdict.', ...eitherOf('ReleasedDocumentDto', 'ReleasedBatchDto') })
  @ApiProblem(404, 'Rien n’est retenu sous ce nom, ou plus.')
  async release(
    @CurrentKey() key: OpenKey,
    @Param() { id }: HeldParam,
    @Body() { reason }: EndReasonDto,
  ): Promise<Released> {
    return answered(await this.releasing.run(id, reason, key), NO_NAME);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @ApiScope('held:write')
  @ApiOperation({ operationId: 'refuseHeld', summary: 'Refuser : ce qui est en place reste' })
  @ApiExtraModels(RefusedDocumentDto, RefusedBatchDto)
  @ApiOkResponse({ description: 'La fin de l’attente.', ...eitherOf('RefusedDocumentDto', 'RefusedBatchDto') })
  @ApiProblem(404, 'Rien n’est retenu sous ce nom, ou plus.')
  async refuse(
    @CurrentKey() key: OpenKey,
    @Param() { id }: HeldParam,
    @Body() { reason }: EndReasonDto,
  ): Promise<Refused> {
    return answered(await this.refusing.run(id, reason, key), NO_NAME);
  }
}
