import type { JSX } from 'preact';
import type { Page } from '#application/overview/page';
import type { TaskLine } from '#application/overview/task-line';
import { linkTo } from '../paths';
import { PageHeading } from '../ui/page-heading';
import { Pagination } from '../ui/pagination';
import { Table } from '../ui/table';
import { Place } from './place';
import { RateChanges } from './rate-changes';
import { monthWords, REASON_WORDS, TASK_WORDS } from './words';

export const TasksPage = ({ rows, next }: Page<TaskLine, number>): JSX.Element => (
  <>
    <PageHeading>Tâches ouvertes</PageHeading>
    <Table
      caption="Tâches ouvertes, les plus pressantes d’abord"
      columns={['Tâche', 'Établissement', 'Caisse', 'Paie', 'Taux proposé', 'État'].map((label) => ({ label }))}
      empty="Aucune tâche ouverte."
      rows={rows.map((line) => [
        <>
          {TASK_WORDS[line.kind]}
          <br />
          <span class="tj-fine">{REASON_WORDS[line.reason]}</span>
        </>,
        <Place {...line} />,
        line.caisse ?? '—',
        monthWords(line.period),
        <RateChanges rates={line.proposed} />,
        line.postponedUntil === null ? 'À\u00a0faire' : `Reportée à ${monthWords(line.postponedUntil)}`,
      ])}
    />
    <Pagination next={next === null ? null : linkTo('tasks', {}, { page: next })} label="Pages des tâches" />
  </>
);
