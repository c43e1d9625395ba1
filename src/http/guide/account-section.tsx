import type { JSX } from 'preact';
import type { Guide } from '#application/guide/read-guide';
import { PENALTY_ARTICLE } from '#domain/tariff/enrolment-penalty';
import { frenchHeadcount } from '#domain/tariff/headcount';
import { frenchAmount } from '#domain/values/money';
import { Details } from '../ui/details';
import { Table } from '../ui/table';
import { Places } from '../views/where-to-find';

/** Why the account is needed, what it costs to have none, and where the rate is read in it. */
export const AccountSection = ({ guide: { penalty, today, own } }: { readonly guide: Guide }): JSX.Element => (
  <>
    <h2 class="govuk-heading-m">Compte AT/MP</h2>
    <p>
      Gratuit et obligatoire pour toutes les entreprises depuis 2022, il s’ouvre sur net-entreprises. C’est là que la
      caisse notifie le taux, et tout changement en cours d’année. Un expert-comptable peut y consulter le taux de ses
      clients, mais il n’est pas notifié et ne peut pas les inscrire : l’entreprise s’inscrit elle-même.
    </p>
    <Details summary="Où trouver son taux">
      <Places caisse={own?.caisse ?? null} />
    </Details>
    {penalty === null ? (
      <p>
        Sans compte, une pénalité est due pour chaque salarié et chaque année civile ; son montant pour cette année est
        inconnu.
      </p>
    ) : (
      <Table
        caption={`Pénalité sans compte en ${today.slice(0, 4)}, par salarié et par an`}
        columns={[{ label: 'Effectif de l’entreprise' }, { label: 'Par salarié', numeric: true }]}
        empty=""
        rows={penalty.map(({ from, perEmployee }) => [
          from === 0 ? 'Les plus petites' : `À partir de ${frenchHeadcount(from)} salariés`,
          frenchAmount(perEmployee),
        ])}
      />
    )}
    <p class="tj-fine">
      Pour les salariés des établissements non inscrits, 10 000 € au plus par an ({PENALTY_ARTICLE}).
    </p>
  </>
);
