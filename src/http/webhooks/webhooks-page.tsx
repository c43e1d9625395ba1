import type { JSX } from 'preact';
import { frenchMoment } from '#application/ports/paris';
import type { Endpoint } from '#application/webhooks/list-endpoints';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { PageHeading } from '../ui/page-heading';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { frenchNumber } from '../views/words';
import { companyWords, stateOf } from './words';

export const WebhooksPage = ({ endpoints }: { readonly endpoints: readonly Endpoint[] }): JSX.Element => (
  <>
    <PageHeading>Webhooks</PageHeading>
    <p class="govuk-body">
      Vos logiciels sont prévenus dès qu’un taux change, qu’une tâche est à faire ou terminée, ou qu’un flux est traité.
    </p>
    <Button href={PATHS.webhookAdd}>Ajouter un webhook</Button>
    <Table
      caption="Adresses prévenues"
      captionHidden
      columns={[
        { label: 'Adresse' },
        { label: 'Entreprise' },
        { label: 'État' },
        { label: 'Dernier envoi réussi' },
        { label: 'En attente', numeric: true },
        { label: 'Abandonnés', numeric: true },
      ]}
      rows={endpoints.map((endpoint) => [
        <Address endpoint={endpoint} />,
        companyWords(endpoint.siren),
        <State endpoint={endpoint} />,
        endpoint.lastSuccessAt === null ? 'jamais' : frenchMoment(endpoint.lastSuccessAt),
        frenchNumber(endpoint.waiting),
        frenchNumber(endpoint.givenUp),
      ])}
      empty="Aucun logiciel n’est prévenu. Ajoutez l’adresse à laquelle envoyer les événements."
    />
  </>
);

const Address = ({ endpoint: { id, url } }: { readonly endpoint: Endpoint }): JSX.Element => (
  <a class="govuk-link govuk-!-text-break-word" href={linkTo('webhook', { id })}>
    {url}
  </a>
);

export function State({ endpoint }: { readonly endpoint: Endpoint }): JSX.Element {
  const { tone, text } = stateOf(endpoint);
  return <Tag tone={tone}>{text}</Tag>;
}
