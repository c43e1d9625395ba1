import type { JSX } from 'preact';
import { frenchMoment } from '#application/ports/paris';
import { fileWords } from '#domain/feed/file-words';
import type { UpdateLine, UpdatesPage } from '#application/updates/list-updates';
import type { FieldError } from '../page/page';
import { updateName } from '#domain/updates/update-name';
import { frenchDate } from '#domain/values/local-date';
import { linkTo } from '../paths';
import { PageHeading } from '../ui/page-heading';
import { Pagination } from '../ui/pagination';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { Place } from '../views/place';
import { RateChanges } from '../views/rate-changes';
import { VERDICT_TONES, VERDICT_WORDS } from '../views/words';
import { JournalFilters } from './journal-filters';
import { journalLink, type TypedFilter } from './journal-query';

interface JournalProps {
  readonly page: UpdatesPage;
  readonly typed: TypedFilter;
  readonly errors: readonly FieldError[];
}

export const JournalPage = ({ page: { rows, next }, typed, errors }: JournalProps): JSX.Element => (
  <>
    <PageHeading>Journal des mises à jour</PageHeading>
    <JournalFilters typed={typed} errors={errors} />
    <p>
      <a class="govuk-link" href={journalLink('journalCsv', typed)} download>
        Exporter toutes ces lignes pour un tableur (CSV)
      </a>
    </p>
    <Table
      caption="Le dernier document d’abord, puis par SIRET"
      columns={['Décision', 'Établissement', 'Code et taux', 'Effet', 'Reçu le', 'Pourquoi'].map((label) => ({
        label,
      }))}
      empty="Rien ne répond à ces critères. Élargissez les dates, ou demandez toutes les décisions."
      rows={rows.map(cellsOf)}
    />
    <Pagination next={next === null ? null : journalLink('journal', typed, next)} label="Pages du journal" />
  </>
);

function cellsOf(line: UpdateLine): JSX.Element[] {
  const { siret, effectiveFrom, feed, file, receivedAt, verdict, undoneAt } = line;
  return [
    <>
      <Tag tone={VERDICT_TONES[verdict]}>{VERDICT_WORDS[verdict]}</Tag>
      {undoneAt === null ? null : (
        <>
          {' '}
          <Tag tone="red">Annulée</Tag>
        </>
      )}
    </>,
    <Place {...line} />,
    <RateChanges rates={line.rates} />,
    <>{effectiveFrom === null ? '—' : frenchDate(effectiveFrom)}</>,
    <>
      {frenchMoment(receivedAt)}
      <span class="tj-fine tj-below">
        n° {feed}, {fileWords(file)}
      </span>
    </>,
    <>
      {line.why}
      <span class="tj-below">
        <Links verdict={verdict} siret={siret} on={effectiveFrom} feed={feed} />
      </span>
    </>,
  ];
}

interface LinksProps {
  readonly verdict: UpdateLine['verdict'];
  readonly siret: UpdateLine['siret'];
  readonly on: string | null;
  readonly feed: number;
}

/** Where the rate of that day comes from, and the update as the company sees it. */
const Links = ({ verdict, siret, on, feed }: LinksProps): JSX.Element => (
  <>
    <a class="govuk-link" href={linkTo('why', { siret }, { on })}>
      D’où vient le taux<span class="govuk-visually-hidden"> du SIRET {siret}</span>
    </a>
    {verdict === 'AUTO_UPDATED' ? (
      <>
        {' · '}
        <a class="govuk-link" href={linkTo('doneForYou', { id: updateName({ feed, siret }) })}>
          Mise à jour<span class="govuk-visually-hidden"> du SIRET {siret}</span>
        </a>
      </>
    ) : null}
  </>
);
