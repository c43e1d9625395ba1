import type { JSX } from 'preact';
import type { FeedLine } from '#application/feeds/list-feeds';
import type { Page } from '#application/overview/page';
import type { CampaignFigures, Overview } from '#application/overview/read-overview';
import { frenchMoment } from '#application/ports/paris';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import { frenchDate } from '#domain/values/local-date';
import { linkTo } from '../paths';
import { Figures } from '../ui/figures';
import { PageHeading } from '../ui/page-heading';
import { Pagination } from '../ui/pagination';
import { Table } from '../ui/table';
import { frenchNumber, VERDICT_ORDER, VERDICT_WORDS } from '../views/words';
import { OperationsNavigation } from './operations-navigation';

interface FeedsProps {
  /** On the first page only. */
  readonly overview: Overview | null;
  readonly feeds: Page<FeedLine, number>;
}

export const FeedsPage = ({ overview, feeds: { rows, next } }: FeedsProps): JSX.Element => (
  <>
    <OperationsNavigation at="feeds" />
    <PageHeading>Flux reçus</PageHeading>
    {overview === null ? null : <Counts {...overview} />}
    {overview?.campaign ? <Campaign campaign={overview.campaign} /> : null}
    <Feeds lines={rows} />
    <Pagination next={next === null ? null : linkTo('feeds', {}, { avant: next })} label="Pages des flux" />
  </>
);

const Counts = ({ totals, openTasks }: Overview): JSX.Element => (
  <Figures
    items={[
      { label: 'flux reçus', value: frenchNumber(totals.feeds) },
      { label: 'documents retenus', value: frenchNumber(totals.held) },
      { label: 'tâches ouvertes', value: frenchNumber(openTasks.reduce((sum, { count }) => sum + count, 0)) },
      { label: 'entreprises', value: frenchNumber(totals.companies) },
      { label: 'établissements', value: frenchNumber(totals.establishments) },
      { label: 'salariés', value: frenchNumber(totals.employees) },
    ]}
  />
);

const Campaign = ({ campaign }: { readonly campaign: CampaignFigures }): JSX.Element => (
  <p>
    {`Campagne ${campaign.year} : taux en vigueur au ${frenchDate(campaign.effectiveFrom)}, ouverte le ${frenchMoment(campaign.openedAt)}, `}
    {campaign.closedAt === null ? 'pas encore close. ' : `close le ${frenchMoment(campaign.closedAt)}. `}
    <strong>{frenchNumber(campaign.alreadyDone)}</strong>
    {' établissements réglés sans personne, '}
    <strong>{frenchNumber(campaign.tasksRaised)}</strong>
    {' tâches de renouvellement levées.'}
  </p>
);

const Feeds = ({ lines }: { readonly lines: readonly FeedLine[] }): JSX.Element => (
  <Table
    caption="Documents reçus, le dernier d’abord, avec leurs verdicts à la réception"
    columns={[{ label: 'Document' }, { label: 'Reçu' }, { label: 'Lignes', numeric: true }, { label: 'Verdicts' }]}
    empty="Aucun document reçu."
    rows={lines.map(({ id, file, receivedAt, whole }) => [
      <a class="govuk-link" href={linkTo('verdicts', {}, { flux: id })}>
        {file}
      </a>,
      frenchMoment(receivedAt),
      whole === null ? '—' : frenchNumber(whole.lines),
      <>
        {whole?.withheld === true ? <strong>Lot retenu en entier. </strong> : null}
        {whole?.verdicts == null ? 'en cours de décision' : countsText(whole.verdicts)}
      </>,
    ])}
  />
);

function countsText(verdicts: Readonly<Record<VerdictKind, number>>): string {
  const counts = VERDICT_ORDER.filter((verdict) => verdicts[verdict] > 0).map(
    (verdict) => `${VERDICT_WORDS[verdict]} : ${frenchNumber(verdicts[verdict])}`,
  );
  return counts.length === 0 ? 'aucun' : counts.join(', ');
}
