import type { JSX } from 'preact';
import type { TaskMonthLine } from '#application/month/month-line';
import type { MonthQuestion } from '#application/month/read-month';
import { addMonths, type Period } from '#domain/values/local-date';
import { errorAt, type FieldError } from '../page/page';
import { PATHS } from '../paths';
import { Button } from '../ui/button';
import { Details } from '../ui/details';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Select } from '../ui/select';
import { Table } from '../ui/table';
import { Textarea } from '../ui/textarea';
import { monthWords } from '../views/words';
import { tasksWords, Whence } from './bulk-frame';
import { WhatCell, WhereCell } from './month-cells';

/** Months ahead that are offered: beyond a year a task is forgotten rather than postponed. */
const AHEAD = 12;
const LONGEST_REASON = 500;

export interface PostponeTyped {
  readonly until: string;
  readonly reason: string;
}

interface Props {
  readonly from: MonthQuestion;
  readonly lines: readonly TaskMonthLine[];
  readonly thisMonth: Period;
  readonly typed: PostponeTyped;
  readonly errors: readonly FieldError[];
}

export const postponeTitle = (count: number): string => `Repousser ${tasksWords(count)}`;

/** One month and one reason for all of them. */
export function PostponePage({ from, lines, thisMonth, typed, errors }: Props): JSX.Element {
  const months = Array.from({ length: AHEAD }, (_, index) => addMonths(thisMonth, index + 1));
  return (
    <>
      <PageHeading>{postponeTitle(lines.length)}</PageHeading>
      <p>Elles restent ouvertes. Si le taux arrive d’ici là, elles se terminent d’elles-mêmes.</p>
      <Chosen lines={lines} />
      <Form action={PATHS.tasksPostpone}>
        <Whence from={from} />
        {lines.map(({ id }) => (
          <input key={id} type="hidden" name="tache" value={String(id)} />
        ))}
        <Select
          id="jusqua"
          name="jusqua"
          label="Repousser à la paie de"
          required
          value={typed.until}
          error={errorAt(errors, 'jusqua')}
          options={months.map((month) => ({ value: month, text: monthWords(month) }))}
        />
        <Textarea
          id="raison"
          name="raison"
          label="Motif"
          hint="Par exemple : notification attendue de la caisse. Il reste au journal de chaque tâche."
          required
          rows={3}
          maxLength={LONGEST_REASON}
          value={typed.reason}
          error={errorAt(errors, 'raison')}
        />
        <Button>{postponeTitle(lines.length)}</Button>
      </Form>
    </>
  );
}

const Chosen = ({ lines }: { readonly lines: readonly TaskMonthLine[] }): JSX.Element => (
  <Details summary={`Voir ${lines.length === 1 ? 'la tâche choisie' : `les ${String(lines.length)} tâches choisies`}`}>
    <Table
      caption="Tâches choisies"
      captionHidden
      columns={['Établissement', 'Tâche', 'Paie'].map((label) => ({ label }))}
      empty="Aucune tâche choisie."
      rows={lines.map((line) => [<WhereCell line={line} />, <WhatCell line={line} />, monthWords(line.period)])}
    />
  </Details>
);
