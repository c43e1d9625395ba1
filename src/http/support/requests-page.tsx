import type { JSX } from 'preact';
import type { Page } from '#application/overview/page';
import { momentWords } from '#application/ports/paris';
import type { RequestAndUpdate } from '#application/support/read-request';
import { linkTo } from '../paths';
import { PageHeading } from '../ui/page-heading';
import { Pagination } from '../ui/pagination';
import { SubNavigation } from '../ui/sub-navigation';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { personWords } from '../views/person';
import { Place } from '../views/place';

type Request = RequestAndUpdate['request'];

interface RequestsProps {
  readonly page: Page<Request, number>;
  readonly status: Request['status'] | null;
}

const STATES = [
  { status: null, text: 'Toutes' },
  { status: 'OPEN', text: 'À répondre' },
  { status: 'ANSWERED', text: 'Répondues' },
] as const;

/** What people said of automatic updates. */
export const RequestsPage = ({ page: { rows, next }, status }: RequestsProps): JSX.Element => (
  <>
    <PageHeading>Demandes au support</PageHeading>
    <SubNavigation
      label="État des demandes"
      items={STATES.map((state) => ({
        href: addressOf(state.status),
        text: state.text,
        current: state.status === status,
      }))}
    />
    <Table
      caption="« Ce n’est pas juste », la dernière demande d’abord"
      columns={['Demande', 'Établissement', 'Changement', 'Message', 'État'].map((label) => ({ label }))}
      empty="Aucune demande. Elles naissent du bouton « Ce n’est pas juste », sous une mise à jour automatique."
      rows={rows.map((request) => [
        <>
          <a class="govuk-link" href={linkTo('request', { id: request.id })}>
            Demande {request.id}
          </a>
          <span class="tj-fine tj-below">
            {personWords(request.askedBy)}, le {momentWords(request.askedAt)}
          </span>
        </>,
        <Place {...request} />,
        <>
          {request.context.before.join(', ') || 'aucun taux'} → {request.context.after.join(', ')}
        </>,
        shortened(request.words),
        request.status === 'OPEN' ? <Tag tone="yellow">À répondre</Tag> : <Tag tone="green">Répondue</Tag>,
      ])}
    />
    <Pagination next={next === null ? null : addressOf(status, next)} label="Pages des demandes" />
  </>
);

const LENGTH = 120;
const shortened = (words: string): string => (words.length <= LENGTH ? words : `${words.slice(0, LENGTH).trimEnd()}…`);

const addressOf = (status: Request['status'] | null, before: number | null = null): string =>
  linkTo('requests', {}, { etat: status, avant: before });
