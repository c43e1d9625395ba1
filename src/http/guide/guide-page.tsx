import type { JSX } from 'preact';
import type { Guide } from '#application/guide/read-guide';
import { frenchDate } from '#domain/values/local-date';
import { frenchRate } from '#domain/values/rate';
import { linkTo } from '../paths';
import { PageHeading } from '../ui/page-heading';
import { AccountSection } from './account-section';
import { ModesTable } from './modes-table';
import { OwnSection } from './own-section';
import { SpecialCodes } from './special-codes';

/** What there is to know to recognise one's own rate, in the order in which people ask. */
export const GuidePage = ({ guide }: { readonly guide: Guide }): JSX.Element => (
  <>
    <PageHeading>Taux AT/MP et code risque</PageHeading>
    {guide.own === null ? (
      <p>
        Ouverte depuis un établissement, cette fiche dit aussi son mode de tarification :{' '}
        <a class="govuk-link" href={linkTo('rates')}>
          choisissez-le parmi les vôtres
        </a>
        .
      </p>
    ) : (
      <OwnSection own={guide.own} />
    )}
    <WhatTheyAre guide={guide} />
    <h2 class="govuk-heading-m">Trois modes de tarification</h2>
    <p>
      Chaque établissement a son propre taux. La façon de le calculer dépend de l’effectif de l’entreprise (SIREN), tous
      établissements réunis : la moyenne des mois de l’avant-dernière année, sans les mois sans salarié.
    </p>
    <ModesTable />
    <NewEstablishments />
    <Office />
    <SpecialCodes guide={guide} />
    <AccountSection guide={guide} />
    <Recourse />
    <p class="tj-fine">
      Cette fiche aide à se repérer et cite les articles du code de la sécurité sociale (CSS) ; elle n’est pas un
      conseil juridique. En cas de doute, la notification de votre caisse fait foi.
    </p>
  </>
);

const WhatTheyAre = ({ guide: { tables, nationalMean } }: { readonly guide: Guide }): JSX.Element => (
  <>
    <h2 class="govuk-heading-m">Ce que c’est</h2>
    <p>
      Le <strong>code risque</strong> désigne l’activité d’un établissement, par exemple 553AC. Le{' '}
      <strong>taux AT/MP</strong> est le pourcentage du salaire brut que l’employeur verse, seul, pour les accidents du
      travail et les maladies professionnelles. Votre caisse (Carsat, Cramif, CGSS) les décide tous deux et vous les
      notifie ; l’Urssaf encaisse. Un même établissement peut avoir plusieurs codes, plusieurs sections, donc plusieurs
      taux : chaque salarié relève d’un seul.
    </p>
    <p>
      Un taux change le premier jour d’un trimestre civil qui suit sa publication ; jusque-là, l’ancien continue (CSS D.
      242-6-11). Le plus souvent c’est le 1er janvier, mais ce n’est pas une règle : en 2025, c’était le 1er mai.
      {tables === null
        ? ''
        : ` Les barèmes en vigueur sont ceux du ${frenchDate(tables.effectiveFrom)}${tables.arrete === null ? '' : ` (${tables.arrete})`}.`}
      {nationalMean === null ? '' : ` Le taux moyen national est de ${frenchRate(nationalMean)}.`}
    </p>
    <p>
      En attendant la notification, la paie se fait au dernier taux connu. <strong>999ZZ</strong> sert seulement avant
      la toute première notification : aucun taux ne l’accompagne.
    </p>
  </>
);

const NewEstablishments = (): JSX.Element => (
  <>
    <h2 class="govuk-heading-m">Nouvel établissement</h2>
    <p>
      L’année de sa création et les deux années civiles suivantes, un établissement a le taux collectif de son activité,
      quel que soit l’effectif de l’entreprise (CSS D. 242-6-17).
    </p>
  </>
);

const Office = (): JSX.Element => (
  <>
    <h2 class="govuk-heading-m">Taux pour fonctions support de nature administrative</h2>
    <p>
      Sur demande à la caisse (Carsat ou MSA), en mode collectif ou mixte seulement, les salariés qui occupent surtout
      des fonctions support administratives, dans des locaux non exposés au risque principal, peuvent avoir un taux à
      part. Il n’est accordé que s’il est plus bas que le taux de l’activité. En DSN, leur code est celui de l’activité
      suivi de la lettre B : 452BE devient 452BEB.
    </p>
  </>
);

const Recourse = (): JSX.Element => (
  <>
    <h2 class="govuk-heading-m">Contester un taux</h2>
    <p>
      Le taux se conteste dans les deux mois de sa notification : recours gracieux auprès de la caisse, puis cour
      d’appel d’Amiens. La notification compte du jour où elle est consultée, au plus tard quinze jours après son dépôt
      (CSS L. 242-5) : par prudence, comptez depuis le dépôt. Un taux peut aussi être corrigé en cours d’année, jusqu’à
      trois ans en arrière.
    </p>
  </>
);
