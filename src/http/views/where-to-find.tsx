import type { JSX } from 'preact';
import type { Caisse } from '#domain/reference/places';
import { PATHS } from '../paths';
import { Details } from '../ui/details';

const NET_ENTREPRISES = 'https://www.net-entreprises.fr/';

export const CaisseLink = ({ caisse }: { readonly caisse: Caisse | null }): JSX.Element => {
  if (caisse === null) return <>inconnue : le code postal de l’établissement manque</>;
  return caisse.website === null ? (
    <>{caisse.name}</>
  ) : (
    <a class="govuk-link" href={caisse.website} rel="noreferrer">
      {caisse.name}
    </a>
  );
};

/** The ways to the rate, the surest first. */
export const Places = ({ caisse }: { readonly caisse: Caisse | null }): JSX.Element => (
  <ol>
    <li>
      Sur{' '}
      <a class="govuk-link" href={NET_ENTREPRISES} rel="noreferrer">
        net-entreprises.fr
      </a>
      , ouvrez <strong>Compte AT/MP</strong>, puis <strong>Mon profil AT/MP</strong>, puis{' '}
      <strong>Mon taux AT/MP en vigueur</strong>. Le compte de l’établissement principal ouvre ceux de tous les autres.
    </li>
    <li>Sur le compte Urssaf de l’entreprise : le taux y arrive avec plusieurs semaines de retard.</li>
    <li>Sur la notification de la caisse, si elle a été téléchargée ou transmise.</li>
    <li>
      Auprès de la caisse de cet établissement : <CaisseLink caisse={caisse} />.
    </li>
  </ol>
);

/** At hand on every step. */
export const WhereToFind = ({ caisse }: { readonly caisse: Caisse | null }): JSX.Element => (
  <Details summary="Où trouver mon taux ?">
    <Places caisse={caisse} />
    <p>
      <a class="govuk-link" href={PATHS.guide}>
        Comprendre le taux AT/MP et le code risque
      </a>
    </p>
  </Details>
);
