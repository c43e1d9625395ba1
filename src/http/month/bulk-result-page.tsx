import type { JSX } from 'preact';
import type { BulkLine, BulkReport } from '#application/month/bulk-report';
import type { MonthQuestion } from '#application/month/read-month';
import type { BulkOutcome } from '#domain/tasks/bulk';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { PageHeading } from '../ui/page-heading';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { tasksWords } from './bulk-frame';
import { monthLink } from './month-query';

export type BulkAct = 'POSTPONED' | 'CONFIRMED';

const DONE_WORDS: Readonly<Record<BulkAct, readonly [one: string, many: string]>> = {
  POSTPONED: ['repoussée', 'repoussées'],
  CONFIRMED: ['confirmée', 'confirmées'],
};

const OUTCOMES: Readonly<Record<BulkOutcome, { readonly words: string; readonly tone: 'green' | 'grey' | 'red' }>> = {
  DONE: { words: 'Fait', tone: 'green' },
  ALREADY: { words: 'Déjà fait', tone: 'grey' },
  REFUSED: { words: 'Refusé', tone: 'red' },
};

/** What must be looked at comes first. */
const ORDER: readonly BulkOutcome[] = ['REFUSED', 'ALREADY', 'DONE'];

export function resultTitle(act: BulkAct, { counts }: BulkReport): string {
  const [one, many] = DONE_WORDS[act];
  const [done, rest] = [counts.DONE + counts.ALREADY, counts.REFUSED];
  const head = `${tasksWords(done)} ${done > 1 ? many : one}`;
  return rest === 0 ? head : `${head}, ${String(rest)} refusée${rest > 1 ? 's' : ''}`;
}

interface Props {
  readonly act: BulkAct;
  readonly report: BulkReport;
  readonly from: MonthQuestion;
}

/** A result for each task that was taken. */
export function BulkResultPage({ act, report, from }: Props): JSX.Element {
  const lines = ORDER.flatMap((wanted) => report.lines.filter(({ outcome }) => outcome === wanted));
  return (
    <>
      <PageHeading>{resultTitle(act, report)}</PageHeading>
      <Table
        caption="Résultat, tâche par tâche"
        captionHidden
        columns={['Établissement', 'Résultat', 'Précision'].map((label) => ({ label }))}
        empty="Aucune tâche n’a été prise."
        rows={lines.map((line) => [
          <Where line={line} />,
          <Tag tone={OUTCOMES[line.outcome].tone}>{OUTCOMES[line.outcome].words}</Tag>,
          line.message,
        ])}
      />
      <Button href={monthLink({ ...from, page: 1 })}>Revenir aux tâches du mois</Button>
    </>
  );
}

const Where = ({ line: { id, company, town, siret } }: { readonly line: BulkLine }): JSX.Element =>
  siret === null ? (
    <>Tâche n° {id}</>
  ) : (
    <>
      <a class="govuk-link" href={linkTo('task', { id })}>
        <strong>{company ?? siret}</strong>
      </a>
      <span class="tj-fine tj-below">{town === null ? siret : `${town} · ${siret}`}</span>
    </>
  );
