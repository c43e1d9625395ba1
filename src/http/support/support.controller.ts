import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { AnswerRequest } from '#application/support/answer-request';
import { ListRequests } from '#application/support/list-requests';
import { ReadRequest } from '#application/support/read-request';
import { Allow, CurrentViewer } from '../page/access';
import { textOf } from '../page/fields';
import { foundOr404, refusalOf } from '../page/found';
import { page, redirect, UNPROCESSABLE, type Answer, type FieldError } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { RequestPage } from './request-page';
import { RequestsPage } from './requests-page';

const EMPTY = { words: '', decision: '' };

/** Requests to support: everybody follows those of their companies, support answers. */
@Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
@Controller()
export class SupportController {
  constructor(
    private readonly requests: ListRequests,
    private readonly request: ReadRequest,
    private readonly answer: AnswerRequest,
  ) {}

  @Get(PATHS.requests)
  async list(@CurrentViewer() viewer: Viewer, @Query() query: unknown): Promise<Answer> {
    const asked = textOf(query, 'etat');
    const status = asked === 'OPEN' || asked === 'ANSWERED' ? asked : null;
    const before = textOf(query, 'avant');
    const listed = await this.requests.run(
      { status, before: /^[1-9]\d{0,14}$/.test(before) ? Number(before) : null },
      viewer,
    );
    return page({ title: 'Demandes au support', body: RequestsPage({ page: listed, status }) });
  }

  @Get(PATHS.request)
  async show(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Answer> {
    return this.page(viewer, id, EMPTY, []);
  }

  @Post(PATHS.request)
  @Allow('SUPPORT', 'ADMINISTRATOR')
  async reply(@CurrentViewer() viewer: Viewer, @Param('id') id: string, @Body() body: unknown): Promise<Answer> {
    const typed = { words: textOf(body, 'reponse'), decision: textOf(body, 'decision') };
    const undo = typed.decision === 'annuler';
    if (!undo && typed.decision !== 'laisser') {
      const message = 'Dites s’il faut laisser le taux ou annuler la mise à jour.';
      return this.page(viewer, id, typed, [{ field: 'decision', message }]);
    }
    const answered = await this.answer.run(id, { words: typed.words, undo }, viewer);
    if (answered.ok) return redirect(PATHS.requests, `La demande ${id} a sa réponse.`);
    const { code, message } = refusalOf(answered.refusal);
    if (code === 'DEMANDE_TERMINEE') return redirect(linkTo('request', { id }), message);
    return this.page(viewer, id, typed, [{ field: isOfWords(code) ? 'reponse' : 'decision', message }]);
  }

  private async page(viewer: Viewer, id: string, typed: typeof EMPTY, errors: readonly FieldError[]): Promise<Answer> {
    const shown = foundOr404(await this.request.run(id, viewer));
    return page({
      title: `Demande ${id} au support`,
      back: PATHS.requests,
      ...(errors.length === 0 ? {} : { errors, status: UNPROCESSABLE }),
      body: RequestPage({ ...shown, mayAnswer: viewer.scope === 'system', typed, errors }),
    });
  }
}

const isOfWords = (code: string): boolean => code.startsWith('TEXTE_') || code === 'NIR_INTERDIT';
