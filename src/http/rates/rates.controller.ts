import { Controller, Get, NotFoundException, Param, Query } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { ListEstablishmentRates } from '#application/rates/list-establishment-rates';
import { ReadEstablishmentRates } from '#application/rates/read-establishment-rates';
import { Allow, CurrentViewer } from '../page/access';
import { textOf } from '../page/fields';
import { foundOr404 } from '../page/found';
import { page, type Answer } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { establishmentName } from '../views/establishment';
import { EstablishmentPage } from './establishment-page';
import { RatesPage } from './rates-page';
import { StaffPage } from './staff-page';

/** Paramètres de paie › Cotisations, Taxes et DSN › Taux AT/MP: what each establishment pays and why. */
@Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
@Controller()
export class RatesController {
  constructor(
    private readonly establishments: ListEstablishmentRates,
    private readonly rates: ReadEstablishmentRates,
  ) {}

  @Get(PATHS.rates)
  async list(@CurrentViewer() viewer: Viewer, @Query() query: unknown): Promise<Answer> {
    const [search, after] = [wordsOf(query, 'recherche'), wordsOf(query, 'apres')];
    const listed = await this.establishments.run({ search, after }, viewer);
    const requests = viewer.scope !== 'system';
    return page({ title: 'Taux AT/MP', body: RatesPage({ page: listed, search, requests }) });
  }

  @Get(PATHS.establishmentRates)
  async establishment(@CurrentViewer() viewer: Viewer, @Param('siret') siret: string): Promise<Answer> {
    const rates = foundOr404(await this.rates.run(siret, viewer));
    const title = `Taux AT/MP : ${establishmentName(rates.establishment)}`;
    return page({ title, back: PATHS.rates, body: EstablishmentPage({ rates }) });
  }

  @Get(PATHS.establishmentStaff)
  async staff(
    @CurrentViewer() viewer: Viewer,
    @Param('siret') siret: string,
    @Query() query: unknown,
  ): Promise<Answer> {
    const rates = foundOr404(await this.rates.run(siret, viewer));
    const profile = textOf(query, 'profil');
    const number = textOf(query, 'page') === '' ? '1' : textOf(query, 'page');
    if (!/^[1-9]\d{0,5}$/.test(number)) throw new NotFoundException();
    return page({
      title: `Salariés par taux, ${establishmentName(rates.establishment)}`,
      back: linkTo('establishmentRates', { siret: rates.establishment.siret }),
      body: StaffPage({ rates, profile, page: Number(number) }),
    });
  }
}

/** What was searched for or asked; null when nothing was. */
function wordsOf(query: unknown, name: string): string | null {
  const text = textOf(query, name).trim();
  return text === '' ? null : text;
}
