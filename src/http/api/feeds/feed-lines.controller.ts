import { Get, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { OpenKey } from '#application/api/open-by-key';
import { ListFeedRejections } from '#application/feeds/list-feed-rejections';
import { ListFeedVerdicts } from '#application/feeds/list-feed-verdicts';
import { ListFeeds, type FeedLine } from '#application/feeds/list-feeds';
import { ReadFeed } from '#application/feeds/read-feed';
import type { Siret } from '#domain/values/siret';
import { ApiProblem, ApiScope, CurrentKey } from '../door/api-scope';
import { answered } from '../door/problem';
import type { ApiVisit } from '../door/visit';
import { ApiRoom } from '../shape/api-room';
import { Cursors, PageQuery, type ListPage } from '../shape/cursors';
import { IdParam } from '../shape/fields';
import { ApiPageOf } from '../shape/responses';
import { FeedDetailDto, FeedDto, FeedRejectionDto, FeedVerdictDto, FeedVerdictsQuery } from './feed-dto';

const UNKNOWN = 'Document inconnu, ou qui ne nomme aucune entreprise de la clé.';

/** What became of the documents received, line by line. A key bound to companies sees its own lines only. */
@ApiRoom('feeds', 'Documents')
export class FeedLinesController {
  constructor(
    private readonly feeds: ListFeeds,
    private readonly feed: ReadFeed,
    private readonly verdicts: ListFeedVerdicts,
    private readonly rejections: ListFeedRejections,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiScope('feeds:read')
  @ApiOperation({ operationId: 'listFeeds', summary: 'Les documents reçus, le dernier d’abord' })
  @ApiPageOf(FeedDto)
  async list(
    @CurrentKey() key: OpenKey,
    @Req() visit: ApiVisit,
    @Query() query: PageQuery,
  ): Promise<ListPage<FeedDto>> {
    const asked = this.cursors.asked(visit, query, ['number']);
    const { rows, next } = await this.feeds.run(asked.after?.[0] ?? null, key, asked.limit);
    return this.cursors.cut(asked, rows.map(shown), next === null ? null : [next]);
  }

  @Get(':id')
  @ApiScope('feeds:read')
  @ApiOperation({ operationId: 'readFeed', summary: 'Un document reçu : où il en est, et ses verdicts' })
  @ApiOkResponse({ type: FeedDetailDto })
  @ApiProblem(404, UNKNOWN)
  async read(@CurrentKey() key: OpenKey, @Param() { id }: IdParam): Promise<FeedDetailDto> {
    return answered(await this.feed.run(String(id), key));
  }

  @Get(':id/verdicts')
  @ApiScope('feeds:read')
  @ApiOperation({ operationId: 'listFeedVerdicts', summary: 'Ce qui a été décidé de chaque établissement, par SIRET' })
  @ApiPageOf(FeedVerdictDto)
  @ApiProblem(404, UNKNOWN)
  async verdictsOf(
    @CurrentKey() key: OpenKey,
    @Req() visit: ApiVisit,
    @Param() { id }: IdParam,
    @Query() query: FeedVerdictsQuery,
  ): Promise<ListPage<FeedVerdictDto>> {
    const asked = this.cursors.asked(visit, query, ['string']);
    // A cursor comes back as it was given: what it holds is a SIRET.
    const question = { verdict: query.verdict ?? null, after: (asked.after?.[0] ?? null) as Siret | null };
    const { rows, next } = answered(await this.verdicts.run(String(id), question, key, asked.limit));
    return this.cursors.cut(asked, rows, next === null ? null : [next]);
  }

  @Get(':id/rejections')
  @ApiScope('feeds:read')
  @ApiOperation({ operationId: 'listFeedRejections', summary: 'Les lignes refusées, dans l’ordre du document' })
  @ApiPageOf(FeedRejectionDto)
  @ApiProblem(404, UNKNOWN)
  async rejectionsOf(
    @CurrentKey() key: OpenKey,
    @Req() visit: ApiVisit,
    @Param() { id }: IdParam,
    @Query() query: PageQuery,
  ): Promise<ListPage<FeedRejectionDto>> {
    const asked = this.cursors.asked(visit, query, ['number', 'string']);
    const after = asked.after === null ? null : { line: asked.after[0], code: asked.after[1] };
    const { rows, next } = answered(await this.rejections.run(String(id), after, key, asked.limit));
    return this.cursors.cut(asked, rows, next === null ? null : [next.line, next.code]);
  }
}

const shown = ({ id, file, sha256, receivedAt, status }: FeedLine): FeedDto => ({
  id,
  file,
  sha256,
  receivedAt,
  status,
});
