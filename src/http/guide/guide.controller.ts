import { BadRequestException, Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { SayAccount } from '#application/companies/say-account';
import { ReadGuide } from '#application/guide/read-guide';
import { Allow, CurrentViewer } from '../page/access';
import { textOf } from '../page/fields';
import { foundOr404 } from '../page/found';
import { page, redirect, type Answer } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { GuidePage } from './guide-page';

const ANSWERS: ReadonlyMap<string, boolean | null> = new Map([
  ['oui', true],
  ['non', false],
  ['inconnu', null],
]);

/** Fiche « Taux AT/MP et code risque », of everybody and of the establishment one comes from. */
@Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
@Controller()
export class GuideController {
  constructor(
    private readonly guide: ReadGuide,
    private readonly account: SayAccount,
  ) {}

  @Get(PATHS.guide)
  async show(@CurrentViewer() viewer: Viewer, @Query() query: unknown): Promise<Answer> {
    const siret = textOf(query, 'siret').trim();
    const guide = foundOr404(await this.guide.run(siret === '' ? null : siret, viewer));
    const title = 'Fiche « Taux AT/MP et code risque »';
    const back =
      guide.own === null ? {} : { back: linkTo('establishmentRates', { siret: guide.own.establishment.siret }) };
    return page({ title, ...back, body: GuidePage({ guide }) });
  }

  @Post(PATHS.sayAccount)
  async say(@CurrentViewer() viewer: Viewer, @Body() body: unknown): Promise<Answer> {
    const answer = ANSWERS.get(textOf(body, 'compte'));
    if (answer === undefined)
      throw new BadRequestException('Dites si l’entreprise est inscrite au compte AT/MP : oui, non ou je ne sais pas.');
    const { siret } = foundOr404(await this.account.run(textOf(body, 'siret'), answer, viewer));
    return redirect(linkTo('guide', {}, { siret }), 'C’est enregistré.');
  }
}
