import type { JSX } from 'preact';
import type { MonthLine, TaskMonthLine, UpdateMonthLine } from '#application/month/month-line';
import { reasonWords } from '#domain/tasks/task';
import { frenchDate } from '#domain/values/local-date';
import { linkTo } from '../paths';
import { Tag } from '../ui/tag';
import { personWords } from '../views/person';
import { monthWords, TASK_WORDS } from '../views/words';

/** Whose it is and where, with the way to its rates. */
export const WhereCell = ({ line }: { readonly line: MonthLine }): JSX.Element => (
  <>
    <a class="govuk-link" href={linkTo('establishmentRates', { siret: line.siret })}>
      <strong>{line.company ?? `SIREN ${line.siren}`}</strong>
    </a>
    <span class="tj-fine tj-below">
      {line.town === null ? null : `${line.town} · `}
      {line.caisse === null ? null : `${line.caisse} · `}
      <span class="tj-figures">{line.siret}</span>
    </span>
  </>
);

/** What is asked, and why. */
export const WhatCell = ({ line }: { readonly line: TaskMonthLine }): JSX.Element => (
  <>
    {TASK_WORDS[line.kind]}
    <span class="tj-fine tj-below">{reasonWords(line.reason)}</span>
    {line.note === null ? null : <span class="tj-fine tj-below">{line.note}</span>}
  </>
);

/** Which payroll waits for it, and since when it waits. */
export const PayrollCell = ({ line, month }: { readonly line: TaskMonthLine; readonly month: string }): JSX.Element => (
  <>
    <span class="tj-figures">{monthWords(line.period)}</span>
    {line.state === 'TO_DO' && line.period < month ? (
      <span class="tj-below">
        <Tag tone="red">En retard</Tag>
      </span>
    ) : null}
    {line.postponements === 0 ? null : <span class="tj-fine tj-below">{postponedWords(line)}</span>}
  </>
);

function postponedWords({ postponedUntil, postponements, state }: TaskMonthLine): string {
  const times = postponements === 1 ? 'une fois' : `${String(postponements)} fois`;
  if (state !== 'POSTPONED' || postponedUntil === null) return `Déjà repoussée ${times}`;
  return `Repoussée à ${monthWords(postponedUntil)}, ${times} en tout`;
}

/** What became of a task that has ended. */
export const EndCell = ({ line: { endedOn, endedBy } }: { readonly line: TaskMonthLine }): JSX.Element => {
  const when = endedOn === null ? '' : `le ${frenchDate(endedOn)}`;
  if (endedBy === null)
    return (
      <>
        <Tag tone="grey">Plus nécessaire</Tag>
        <span class="tj-fine tj-below">Le taux est arrivé {when}</span>
      </>
    );
  return (
    <>
      <Tag tone="green">Faite</Tag>
      <span class="tj-fine tj-below">
        {when} par {personWords(endedBy)}
      </span>
    </>
  );
};

export const UpdateCell = ({ line }: { readonly line: UpdateMonthLine }): JSX.Element => (
  <>
    Tâche réalisée par Taux Juste
    <span class="tj-fine tj-below">{line.why}</span>
    {line.undoneOn === null ? null : (
      <span class="tj-below">
        <Tag tone="red">Annulée</Tag> <span class="tj-fine">par le support le {frenchDate(line.undoneOn)}</span>
      </span>
    )}
  </>
);

/** For those who do not see the row that the link stands in. */
export const OfWhom = ({ line: { company, town, siret } }: { readonly line: MonthLine }): JSX.Element => (
  <span class="govuk-visually-hidden">{` : ${company ?? siret}${town === null ? '' : `, ${town}`}`}</span>
);
