import type { JSX } from 'preact';
import type { VerdictPage, VerdictsAsked } from '#application/overview/list-verdicts';
import type { VerdictLine } from '#application/overview/verdict-line';
import { linkTo } from '../paths';
import { PageHeading } from '../ui/page-heading';
import { Pagination } from '../ui/pagination';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { Place } from '../views/place';
import { RateChanges } from '../views/rate-changes';
import { VERDICT_ORDER, VERDICT_TONES, VERDICT_WORDS } from '../views/words';
import { OperationsNavigation } from './operations-navigation';

interface VerdictsProps {
  readonly title: string;
  readonly asked: VerdictsAsked;
  readonly page: VerdictPage;
}

export const VerdictsPage = ({ title, asked, page: { rows, next } }: VerdictsProps): JSX.Element => (
  <>
    <OperationsNavigation at="verdicts" />
    <PageHeading>{title}</PageHeading>
    <Filters asked={asked} />
    <Verdicts lines={rows} />
    <Pagination next={next === null ? null : addressOf({ ...asked, after: next })} label="Pages des verdicts" />
  </>
);

const Verdicts = ({ lines }: { readonly lines: readonly VerdictLine[] }): JSX.Element => (
  <Table
    caption="Un verdict par établissement et par document, le dernier document d’abord"
    columns={['Verdict', 'Établissement', 'Caisse', 'Code et taux', 'Pourquoi'].map((label) => ({ label }))}
    empty="Aucun verdict. Ils paraissent ici dès qu’un flux de taux est reçu."
    rows={lines.map((line) => [
      <Tag tone={VERDICT_TONES[line.verdict]}>{VERDICT_WORDS[line.verdict]}</Tag>,
      <Place {...line} />,
      line.caisse ?? '—',
      <RateChanges rates={line.rates} />,
      <>
        {line.why}
        <br />
        <span class="tj-fine">{line.file}</span>
      </>,
    ])}
  />
);

/** The same list, one verdict at a time. */
const Filters = ({ asked }: { readonly asked: VerdictsAsked }): JSX.Element => (
  <nav aria-label="Montrer un seul verdict">
    <ul class="tj-choices">
      {[null, ...VERDICT_ORDER].map((verdict) => (
        <li key={verdict ?? 'TOUS'}>
          <a
            class="govuk-link"
            href={addressOf({ ...asked, verdict, after: null })}
            {...(verdict === asked.verdict ? { 'aria-current': 'true' as const } : {})}
          >
            {verdict === null ? 'Tous' : VERDICT_WORDS[verdict]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const addressOf = ({ feed, verdict, after }: VerdictsAsked): string =>
  linkTo(
    'verdicts',
    {},
    { flux: feed, verdict, apres: after === null ? null : `${String(after.feed)}-${after.siret}` },
  );
