import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { CreateEndpoint } from '#application/webhooks/create-endpoint';
import { ListEndpoints } from '#application/webhooks/list-endpoints';
import { PingEndpoint } from '#application/webhooks/ping-endpoint';
import { ReadEndpoint } from '#application/webhooks/read-endpoint';
import { ReplayEvents } from '#application/webhooks/replay-events';
import { RotateSecret } from '#application/webhooks/rotate-secret';
import { SwitchEndpoint } from '#application/webhooks/switch-endpoint';
import { EVENT_TYPES } from '#domain/events/event';
import type { Refusal } from '#domain/values/result';
import { Allow, CurrentViewer } from '../page/access';
import { rowNumber, textOf, textOfEach, textsOf } from '../page/fields';
import { foundOr404, refusalOf } from '../page/found';
import { page, redirect, UNPROCESSABLE, type Answer, type FieldError } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { frenchNumber } from '../views/words';
import { AddPage, type AddFields } from './add-page';
import { SecretPage } from './secret-page';
import { WebhookPage } from './webhook-page';
import { WebhooksPage } from './webhooks-page';

/** Which programs are told of facts, and how that goes: the administrator's. */
@Allow('ADMINISTRATOR')
@Controller()
export class WebhooksController {
  constructor(
    private readonly listEndpoints: ListEndpoints,
    private readonly createEndpoint: CreateEndpoint,
    private readonly readEndpoint: ReadEndpoint,
    private readonly pingEndpoint: PingEndpoint,
    private readonly replayEvents: ReplayEvents,
    private readonly rotateSecret: RotateSecret,
    private readonly switchEndpoint: SwitchEndpoint,
  ) {}

  @Get(PATHS.webhooks)
  async list(@CurrentViewer() viewer: Viewer): Promise<Answer> {
    return page({ title: 'Webhooks', body: WebhooksPage({ endpoints: await this.listEndpoints.run(viewer) }) });
  }

  @Get(PATHS.webhookAdd)
  ask(): Answer {
    return addForm({ url: '', siren: '', types: EVENT_TYPES });
  }

  @Post(PATHS.webhookAdd)
  async add(@CurrentViewer() viewer: Viewer, @Body() body: unknown): Promise<Answer> {
    const typed = { ...textOfEach(body, ['url', 'siren']), types: textsOf(body, 'types') };
    const created = await this.createEndpoint.run(typed, viewer);
    if (!created.ok) return addForm(typed, created.refusal);
    const title = 'Webhook ajouté';
    return page({ title, back: PATHS.webhooks, body: SecretPage({ title, endpoint: created.value }) });
  }

  @Get(PATHS.webhook)
  async show(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Answer> {
    return this.shown(id, viewer);
  }

  @Post(PATHS.webhookTry)
  async try(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Answer> {
    const answer = foundOr404(await this.pingEndpoint.run(rowNumber(id), viewer));
    if (answer.kind === 'TAKEN')
      return redirect(linkTo('webhook', { id }), `L’essai est arrivé : le destinataire a répondu ${answer.status}.`);
    const why = answer.kind === 'GONE' ? 'Réponse 410 : le destinataire ne veut plus rien' : answer.why;
    return redirect(linkTo('webhook', { id }), `L’essai n’a pas été accepté. ${why}.`);
  }

  @Post(PATHS.webhookReplay)
  async replay(@CurrentViewer() viewer: Viewer, @Param('id') id: string, @Body() body: unknown): Promise<Answer> {
    const since = textOf(body, 'depuis');
    const replayed = await this.replayEvents.run(rowNumber(id), since, viewer);
    if (!replayed.ok) {
      const { message } = refusalOf(replayed.refusal);
      return this.shown(id, viewer, { since, errors: [{ field: 'depuis', message }] });
    }
    return redirect(linkTo('webhook', { id }), `Événements à renvoyer : ${frenchNumber(replayed.value)}.`);
  }

  @Post(PATHS.webhookRotate)
  async rotate(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Answer> {
    const rotated = foundOr404(await this.rotateSecret.run(rowNumber(id), viewer));
    const title = 'Nouveau secret';
    return page({ title, back: linkTo('webhook', { id }), body: SecretPage({ title, endpoint: rotated }) });
  }

  @Post(PATHS.webhookSwitch)
  async switch(@CurrentViewer() viewer: Viewer, @Param('id') id: string, @Body() body: unknown): Promise<Answer> {
    const { active } = foundOr404(
      await this.switchEndpoint.run(rowNumber(id), textOf(body, 'actif') === 'oui', viewer),
    );
    const now = active ? 'Le webhook est réactivé.' : 'Le webhook est désactivé : plus rien n’est envoyé.';
    return redirect(linkTo('webhook', { id }), now);
  }

  private async shown(
    id: string,
    viewer: Viewer,
    again: { readonly since?: string; readonly errors?: readonly FieldError[] } = {},
  ): Promise<Answer> {
    const detail = foundOr404(await this.readEndpoint.run(rowNumber(id), viewer));
    const { errors = [] } = again;
    return page({
      title: 'Webhook',
      back: PATHS.webhooks,
      status: errors.length === 0 ? 200 : UNPROCESSABLE,
      body: WebhookPage({ detail, ...again }),
      errors,
    });
  }
}

/** Field at which each refusal is shown. */
const FIELDS: Readonly<Record<string, string>> = {
  SIREN_ILLISIBLE: 'siren',
  SIREN_CLE: 'siren',
  ENTREPRISE_INCONNUE: 'siren',
  TYPES_WEBHOOK: 'types',
};

function addForm(typed: AddFields, refusal?: Refusal): Answer {
  const errors = refusal === undefined ? [] : [{ field: FIELDS[refusal.code] ?? 'url', message: refusal.message }];
  return page({
    title: 'Ajouter un webhook',
    back: PATHS.webhooks,
    status: refusal === undefined ? 200 : UNPROCESSABLE,
    body: AddPage({ typed, errors }),
    errors,
  });
}
