import type { JSX } from 'preact';
import type { EstablishmentGuide } from '#application/guide/read-guide';
import type { TariffMode } from '#domain/tariff/zone';
import { frenchHeadcount } from '#domain/tariff/headcount';
import { frenchDate } from '#domain/values/local-date';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { Radios } from '../ui/radios';
import { SummaryList } from '../ui/summary-list';
import { EstablishmentCaption, establishmentName } from '../views/establishment';
import { CaisseLink } from '../views/where-to-find';

const UNKNOWN = 'inconnu';

const MODES: Readonly<Record<TariffMode | 'UNKNOWN', string>> = {
  COLLECTIVE: 'Collectif',
  MIXED: 'Mixte',
  INDIVIDUAL: 'Individuel',
  UNKNOWN: 'Inconnu',
};

/** How the rate of the establishment one comes from is made, and what is known of it. */
export const OwnSection = ({ own }: { readonly own: EstablishmentGuide }): JSX.Element => {
  const { establishment, mode, caisse, codes, headcount, createdOn } = own;
  return (
    <section aria-labelledby="votre-etablissement">
      <h2 class="govuk-heading-m" id="votre-etablissement">
        Votre établissement
      </h2>
      <p>
        <EstablishmentCaption place={establishment} /> ·{' '}
        <a class="govuk-link" href={linkTo('establishmentRates', { siret: establishment.siret })}>
          ses taux
        </a>
      </p>
      <SummaryList
        rows={[
          {
            key: 'Mode de tarification',
            value: (
              <>
                <strong>{MODES[mode.mode]}</strong>
                <span class="tj-below">{mode.because}</span>
                <span class="tj-fine tj-below">{mode.article}</span>
              </>
            ),
          },
          { key: 'Caisse', value: <CaisseLink caisse={caisse} /> },
          {
            key: 'Code risque',
            value:
              codes.length === 0
                ? UNKNOWN
                : codes.map(({ code, label }) => `${code} : ${label ?? 'sans libellé'}`).join(' ; '),
          },
          { key: 'Effectif retenu de l’entreprise', value: headcount === null ? UNKNOWN : frenchHeadcount(headcount) },
          { key: 'Établissement créé le', value: createdOn === null ? UNKNOWN : frenchDate(createdOn) },
          { key: 'En Alsace-Moselle', value: yesNo(own.alsaceMoselle) },
          { key: 'Activité du BTP', value: yesNo(own.btp) },
        ]}
      />
      <AccountForm own={own} />
    </section>
  );
};

const yesNo = (known: boolean | null): string => (known === null ? UNKNOWN : known ? 'oui' : 'non');

const AccountForm = ({ own: { establishment, atmpAccount } }: { readonly own: EstablishmentGuide }): JSX.Element => (
  <Form action={PATHS.sayAccount}>
    <input type="hidden" name="siret" value={establishment.siret} />
    <Radios
      name="compte"
      legend={`${establishmentName({ ...establishment, town: null })} est-elle inscrite au compte AT/MP ?`}
      inline
      options={[
        { value: 'oui', label: 'Oui' },
        { value: 'non', label: 'Non' },
        { value: 'inconnu', label: 'Je ne sais pas' },
      ]}
      value={yesNo(atmpAccount)}
    />
    <Button variant="secondary">Enregistrer</Button>
  </Form>
);
