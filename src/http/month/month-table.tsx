import type { JSX } from 'preact';
import type { MonthLine, TaskMonthLine, UpdateMonthLine } from '#application/month/month-line';
import type { Month } from '#application/month/read-month';
import { frenchDate } from '#domain/values/local-date';
import { linkTo } from '../paths';
import { RowSelection } from '../ui/checkboxes';
import { Table, type Column } from '../ui/table';
import { RateChanges } from '../views/rate-changes';
import { EndCell, OfWhom, PayrollCell, UpdateCell, WhatCell, WhereCell } from './month-cells';
import { MonthEmpty } from './month-empty';
import { STATE_WORDS } from './month-heading';

const isTask = (line: MonthLine): line is TaskMonthLine => line.state !== 'DONE_FOR_YOU';

interface Props {
  readonly month: Month;
  /** Rows can be ticked, to be taken together. */
  readonly selectable: boolean;
}

export function MonthTable({ month, selectable }: Props): JSX.Element {
  const tasks = month.lines.filter(isTask);
  const updates = month.lines.filter((line) => !isTask(line));
  if (month.state === 'DONE_FOR_YOU') return <Updates month={month} lines={updates} />;
  return month.state === 'DONE' ? (
    <EndedTasks month={month} lines={tasks} />
  ) : (
    <OpenTasks month={month} lines={tasks} selectable={selectable} />
  );
}

const columnsOf = (...labels: readonly string[]): Column[] => labels.map((label) => ({ label }));
const SELECTION: Column = { label: 'Sélection', labelHidden: true };
const ACTION: Column = { label: 'Action', labelHidden: true };

function OpenTasks({ month, lines, selectable }: Props & { readonly lines: readonly TaskMonthLine[] }): JSX.Element {
  const columns = [...columnsOf('Établissement', 'Tâche', 'Taux proposé', 'Paie'), ACTION];
  return (
    <Table
      caption={`${STATE_WORDS[month.state]}, les plus pressantes d’abord`}
      captionHidden
      columns={selectable ? [SELECTION, ...columns] : columns}
      empty={<MonthEmpty month={month} />}
      rows={lines.map((line) => [
        ...(selectable ? [<TaskSelection line={line} />] : []),
        <WhereCell line={line} />,
        <WhatCell line={line} />,
        <Proposal line={line} />,
        <PayrollCell line={line} month={month.month} />,
        <a class="govuk-link" href={linkTo('task', { id: line.id })}>
          {selectable ? 'Commencer' : 'Voir'}
          <OfWhom line={line} />
        </a>,
      ])}
    />
  );
}

const TaskSelection = ({ line }: { readonly line: TaskMonthLine }): JSX.Element => (
  <RowSelection
    id={`tache-${String(line.id)}`}
    name="tache"
    value={String(line.id)}
    label={`Sélectionner ${line.company ?? line.siret}${line.town === null ? '' : `, ${line.town}`}`}
  />
);

/** What the caisse notified, or else what is on file or declared, which is no more than a reminder. */
export const Proposal = ({ line }: { readonly line: TaskMonthLine }): JSX.Element =>
  line.rates.length === 0 ? (
    <span class="tj-fine">Aucun taux connu</span>
  ) : (
    <>
      <RateChanges rates={line.rates} />
      {line.feed !== null || line.kind === 'EMPLOYEE_AFFILIATION' ? null : (
        <span class="tj-fine tj-below">
          {line.kind === 'ANNUAL_RENEWAL' ? 'Taux en place, rien de notifié' : 'Taux déclaré'}
        </span>
      )}
    </>
  );

const EndedTasks = ({
  month,
  lines,
}: {
  readonly month: Month;
  readonly lines: readonly TaskMonthLine[];
}): JSX.Element => (
  <Table
    caption="Tâches faites, les dernières d’abord"
    captionHidden
    columns={[...columnsOf('Établissement', 'Tâche', 'Taux retenu', 'Paie', 'Fin'), ACTION]}
    empty={<MonthEmpty month={month} />}
    rows={lines.map((line) => [
      <WhereCell line={line} />,
      <WhatCell line={line} />,
      <RateChanges rates={line.rates} />,
      <PayrollCell line={line} month={month.month} />,
      <EndCell line={line} />,
      <a class="govuk-link" href={linkTo('task', { id: line.id })}>
        Voir
        <OfWhom line={line} />
      </a>,
    ])}
  />
);

const Updates = ({
  month,
  lines,
}: {
  readonly month: Month;
  readonly lines: readonly UpdateMonthLine[];
}): JSX.Element => (
  <Table
    caption="Tâches réalisées par Taux Juste"
    captionHidden
    columns={[...columnsOf('Établissement', 'Ce qui a été fait', 'Taux', 'Depuis le'), ACTION]}
    empty={<MonthEmpty month={month} />}
    rows={lines.map((line) => [
      <WhereCell line={line} />,
      <UpdateCell line={line} />,
      <RateChanges rates={line.rates} />,
      frenchDate(line.effectiveFrom),
      <a class="govuk-link" href={linkTo('doneForYou', { id: line.id })}>
        Voir
        <OfWhom line={line} />
      </a>,
    ])}
  />
);
