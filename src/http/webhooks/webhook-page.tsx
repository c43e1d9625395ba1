import type { JSX } from 'preact';
import { frenchMoment } from '#application/ports/paris';
import type { EndpointDetail } from '#application/webhooks/read-endpoint';
import { EVENT_WORDS } from '#domain/events/event';
import { errorAt, type FieldError } from '../page/page';
import { linkTo } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { SummaryList } from '../ui/summary-list';
import { Table } from '../ui/table';
import { TextInput } from '../ui/text-input';
import { personWords } from '../views/person';
import { frenchNumber } from '../views/words';
import { State } from './webhooks-page';
import { companyWords } from './words';

interface Props {
  readonly detail: EndpointDetail;
  /** Of the replay, as typed. */
  readonly since?: string;
  readonly errors?: readonly FieldError[];
}

export const WebhookPage = ({ detail, since = '', errors = [] }: Props): JSX.Element => (
  <>
    <PageHeading caption="Webhook">
      <span class="govuk-!-text-break-word">{detail.endpoint.url}</span>
    </PageHeading>
    <Circumstances detail={detail} />
    <Acts detail={detail} />
    <h2 class="govuk-heading-m">Renvoyer depuis une date</h2>
    <Form action={linkTo('webhookReplay', { id: detail.endpoint.id })}>
      <TextInput
        id="depuis"
        name="depuis"
        label="Premier jour à renvoyer"
        hint="Par exemple 14/01/2026. Les événements gardent leur numéro : le destinataire reconnaît ceux qu’il a déjà."
        value={since}
        error={errorAt(errors, 'depuis')}
        width={10}
        autocomplete="off"
      />
      <Button variant="secondary">Renvoyer</Button>
    </Form>
    <GivenUp detail={detail} />
  </>
);

const moment = (instant: string | null): string => (instant === null ? 'jamais' : frenchMoment(instant));

const Circumstances = ({ detail: { endpoint } }: { readonly detail: EndpointDetail }): JSX.Element => (
  <SummaryList
    rows={[
      { key: 'État', value: <State endpoint={endpoint} /> },
      { key: 'Entreprise', value: companyWords(endpoint.siren) },
      { key: 'Événements', value: endpoint.types.map((type) => EVENT_WORDS[type]).join(', ') },
      { key: 'Ajouté', value: `${frenchMoment(endpoint.createdAt)}, ${personWords(endpoint.createdBy)}` },
      { key: 'Dernier envoi réussi', value: moment(endpoint.lastSuccessAt) },
      { key: 'Dernier échec', value: moment(endpoint.lastFailureAt) },
      { key: 'Raison du dernier échec', value: endpoint.lastError ?? 'aucune' },
      { key: 'En attente', value: frenchNumber(endpoint.waiting) },
      { key: 'Abandonnés', value: frenchNumber(endpoint.givenUp) },
    ]}
  />
);

const Acts = ({ detail: { endpoint } }: { readonly detail: EndpointDetail }): JSX.Element => (
  <ButtonGroup>
    <Form action={linkTo('webhookTry', { id: endpoint.id })}>
      <Button>Envoyer un essai</Button>
    </Form>
    <Form action={linkTo('webhookRotate', { id: endpoint.id })}>
      <Button variant="secondary">Changer de secret</Button>
    </Form>
    <Form action={linkTo('webhookSwitch', { id: endpoint.id })}>
      <Button variant={endpoint.active ? 'warning' : 'secondary'} name="actif" value={endpoint.active ? 'non' : 'oui'}>
        {endpoint.active ? 'Désactiver' : 'Réactiver'}
      </Button>
    </Form>
  </ButtonGroup>
);

const GivenUp = ({ detail: { endpoint, givenUp } }: { readonly detail: EndpointDetail }): JSX.Element | null =>
  endpoint.givenUp === 0 ? null : (
    <Table
      caption="Derniers événements abandonnés"
      columns={[{ label: 'Événement' }, { label: 'Survenu' }, { label: 'Abandonné' }, { label: 'Raison' }]}
      rows={givenUp.map(({ type, at, endedAt, attempts, lastError }) => [
        EVENT_WORDS[type],
        frenchMoment(at),
        `${frenchMoment(endedAt)}, après ${frenchNumber(attempts)} essais`,
        lastError ?? '',
      ])}
      empty="Aucun."
    />
  );
