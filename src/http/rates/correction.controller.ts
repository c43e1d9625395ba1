import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { CorrectRate } from '#application/rates/correct-rate';
import { ReadEstablishmentRates } from '#application/rates/read-establishment-rates';
import { ReviewCorrection } from '#application/rates/review-correction';
import type { AnswersRefusal } from '#domain/journey/graph';
import { frenchDate } from '#domain/values/local-date';
import type { Refusal } from '#domain/values/result';
import { Allow, CurrentViewer } from '../page/access';
import { textOf } from '../page/fields';
import { foundOr404, refusalOf } from '../page/found';
import { page, redirect, UNPROCESSABLE, type Answer, type FieldError } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { answersOf, errorsOf, firstTyped, readTyped, withSpareRows, type TypedCorrection } from './correction-fields';
import { CorrectionForm } from './correction-form';
import { CorrectionRecap } from './correction-recap';

/** Correcting the rates of an establishment: form, recap, save. Nothing is kept between the pages but what they carry. */
@Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
@Controller()
export class CorrectionController {
  constructor(
    private readonly rates: ReadEstablishmentRates,
    private readonly review: ReviewCorrection,
    private readonly correct: CorrectRate,
  ) {}

  @Get(PATHS.correctRate)
  async ask(@CurrentViewer() viewer: Viewer, @Param('siret') siret: string): Promise<Answer> {
    return this.form(viewer, siret, null, []);
  }

  @Post(PATHS.correctRate)
  async recap(@CurrentViewer() viewer: Viewer, @Param('siret') siret: string, @Body() body: unknown): Promise<Answer> {
    const typed = readTyped(body);
    if (textOf(body, 'etape') === 'modifier') return this.form(viewer, siret, typed, []);
    const plan = await this.review.run(siret, answersOf(typed), viewer);
    if (!plan.ok) return this.form(viewer, siret, typed, errorsIn(plan.refusal));
    return page({
      title: 'Vérifier la correction du taux',
      back: linkTo('correctRate', { siret }),
      body: CorrectionRecap({ plan: plan.value, typed }),
    });
  }

  @Post(PATHS.saveCorrection)
  async save(@CurrentViewer() viewer: Viewer, @Param('siret') siret: string, @Body() body: unknown): Promise<Answer> {
    const typed = readTyped(body);
    const corrected = await this.correct.run(siret, answersOf(typed), viewer);
    if (!corrected.ok) return this.form(viewer, siret, typed, errorsIn(corrected.refusal));
    const { sheet, affiliationAsked } = corrected.value;
    const next = affiliationAsked ? ' Une tâche vous demande d’y affilier les salariés.' : '';
    return redirect(
      linkTo('establishmentRates', { siret }),
      `Le taux est corrigé à partir du ${frenchDate(sheet.effectiveFrom)}.${next}`,
    );
  }

  private async form(
    viewer: Viewer,
    siret: string,
    typed: TypedCorrection | null,
    errors: readonly FieldError[],
  ): Promise<Answer> {
    const rates = foundOr404(await this.rates.run(siret, viewer));
    // Once told that the rates have changed meanwhile, one sees them above the form: they are then no surprise.
    const shown = typed === null ? firstTyped(rates) : { ...typed, seen: String(rates.lastSheet) };
    return page({
      title: 'Corriger le taux AT/MP',
      back: linkTo('establishmentRates', { siret: rates.establishment.siret }),
      ...(errors.length === 0 ? {} : { errors, status: UNPROCESSABLE }),
      body: CorrectionForm({ rates, typed: withSpareRows(shown), errors }),
    });
  }
}

const errorsIn = (refusal: Refusal | AnswersRefusal): FieldError[] =>
  'fields' in refusal ? errorsOf(refusal.fields) : [{ field: 'dateEffet', message: refusalOf(refusal).message }];
