import type { JSX } from 'preact';
import type { TaskMonthLine } from '#application/month/month-line';
import type { MonthQuestion } from '#application/month/read-month';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Table } from '../ui/table';
import { RateChanges } from '../views/rate-changes';
import { tasksWords, Whence } from './bulk-frame';
import { OfWhom, WhatCell, WhereCell } from './month-cells';

interface Props {
  readonly from: MonthQuestion;
  readonly lines: readonly TaskMonthLine[];
}

export const CONFIRM_TITLE = 'Confirmer les taux notifiés';

/** What would be put on file, rate by rate, and what must be opened instead. */
export function ConfirmPage({ from, lines }: Props): JSX.Element {
  const ready = lines.filter(({ notAtOnce, state }) => notAtOnce === null && state !== 'DONE');
  const others = lines.filter((line) => !ready.includes(line));
  return (
    <>
      <PageHeading>{CONFIRM_TITLE}</PageHeading>
      {ready.length === 0 ? null : <Ready from={from} lines={ready} />}
      {others.length === 0 ? null : <ToOpen lines={others} />}
    </>
  );
}

const Ready = ({ from, lines }: Props): JSX.Element => (
  <>
    <p>Ces taux viennent de la caisse, sous les codes déjà en place. Les salariés gardent leur profil.</p>
    <Table
      caption={`${tasksWords(lines.length)} à confirmer`}
      columns={['Établissement', 'Taux notifié'].map((label) => ({ label }))}
      empty="Aucune tâche à confirmer."
      rows={lines.map((line) => [<WhereCell line={line} />, <RateChanges rates={line.rates} />])}
    />
    <Form action={PATHS.tasksConfirm}>
      <Whence from={from} />
      {lines.map(({ id, feed }) => (
        <input key={id} type="hidden" name="vu" value={`${String(id)}-${String(feed ?? '')}`} />
      ))}
      <Button>{lines.length === 1 ? 'Confirmer ce taux' : `Confirmer ces ${String(lines.length)} taux`}</Button>
    </Form>
  </>
);

const ToOpen = ({ lines }: { readonly lines: readonly TaskMonthLine[] }): JSX.Element => (
  <>
    <h2>{lines.length === 1 ? 'Une tâche est à ouvrir' : `${String(lines.length)} tâches sont à ouvrir`}</h2>
    <Table
      caption="Tâches qui ne se confirment pas d’un clic"
      captionHidden
      columns={['Établissement', 'Tâche', 'Pourquoi'].map((label) => ({ label }))}
      empty="Aucune tâche à ouvrir."
      rows={lines.map((line) => [
        <WhereCell line={line} />,
        <>
          <a class="govuk-link" href={linkTo('task', { id: line.id })}>
            Ouvrir
            <OfWhom line={line} />
          </a>
          <span class="tj-below">
            <WhatCell line={line} />
          </span>
        </>,
        line.notAtOnce?.message ?? 'Cette tâche est déjà terminée.',
      ])}
    />
  </>
);
