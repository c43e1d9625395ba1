import type { JSX } from 'preact';
import { frenchHeadcount } from '#domain/tariff/headcount';
import { BANDS, type TariffZone } from '#domain/tariff/zone';
import { Table } from '../ui/table';
import { capital } from '../views/words';

const ZONES: readonly TariffZone[] = ['ELSEWHERE', 'ALSACE_MOSELLE', 'ALSACE_MOSELLE_BTP'];

/** From which headcount on a rate is collective, mixed or individual. */
export const ModesTable = (): JSX.Element => (
  <>
    <Table
      caption="Mode selon l’effectif de l’entreprise"
      columns={['Où', 'Collectif', 'Mixte', 'Individuel', 'Article'].map((label) => ({ label }))}
      empty=""
      rows={ZONES.map((zone) => {
        const { place, mixedFrom, individualFrom, article } = BANDS[zone];
        const [low, high] = [frenchHeadcount(mixedFrom), frenchHeadcount(individualFrom)];
        return [capital(place), `moins de ${low}`, `de ${low} à moins de ${high}`, `${high} et plus`, article];
      })}
    />
    <ul class="govuk-list govuk-list--bullet">
      <li>
        <strong>Collectif</strong> : le taux de l’activité, le même pour tous, publié chaque année.
      </li>
      <li>
        <strong>Mixte</strong> : une part du taux collectif, une part du taux propre à l’établissement, qui grandit avec
        l’effectif.
      </li>
      <li>
        <strong>Individuel</strong> : selon les seuls accidents et maladies de l’établissement.
      </li>
    </ul>
  </>
);
