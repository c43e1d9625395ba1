import type { JSX } from 'preact';
import { parisDay } from '#application/ports/paris';
import type { TaskOnPages } from '#application/tasks/read-task';
import type { WaitingCost } from '#domain/estimate/waiting-cost';
import { letterToCaisse } from '#domain/journey/letter';
import type { RateQuestion } from '#domain/journey/rate-answers';
import { waitingMonths } from '#domain/tasks/waiting-months';
import { frenchDate, frenchPeriod } from '#domain/values/local-date';
import { cents, frenchAmount } from '#domain/values/money';
import { errorAt, type FieldError } from '../page/page';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Select } from '../ui/select';
import { Textarea } from '../ui/textarea';
import { personWords } from '../views/person';
import { Places } from '../views/where-to-find';
import { establishmentName } from '../views/establishment';
import { Enrolment } from './enrolment';

export interface PostponementTyped {
  readonly until: string;
  readonly reason: string;
}

interface ElsewhereProps {
  readonly shown: TaskOnPages;
  readonly question: RateQuestion;
  readonly typed: PostponementTyped;
  readonly errors: readonly FieldError[];
}

/** For who has no access to the notice: where else to look, what to send to the caisse, and the task put off. */
export function ElsewherePage({ shown, question, typed, errors }: ElsewhereProps): JSX.Element {
  const { task, establishment, thisMonth } = shown;
  const { siret, name: company, town, caisse } = establishment;
  const letter = letterToCaisse({ siret, company, town, caisse: caisse?.name ?? null, since: question.defaultDate });
  return (
    <>
      <PageHeading caption={establishmentName(establishment)}>Où trouver le taux, et en attendant</PageHeading>
      <Places caisse={caisse} />
      <Enrolment shown={shown} />
      <h2>Demander le taux à la caisse</h2>
      <Textarea
        id="courrier"
        name="courrier"
        label="Texte prêt à envoyer"
        hint="Copiez-le dans un message à la caisse et signez-le."
        rows={18}
        value={letter}
      />
      <h2>Repousser l’action requise</h2>
      <Waiting shown={shown} />
      <Form action={linkTo('taskPostpone', { id: task.id })}>
        <Select
          id="until"
          name="until"
          label="Jusqu’à la paie de"
          options={waitingMonths(task.period, thisMonth).map((month) => ({ value: month, text: frenchPeriod(month) }))}
          value={typed.until}
          error={errorAt(errors, 'until')}
          required
        />
        <Textarea
          id="reason"
          name="reason"
          label="Motif"
          hint="Ce qui manque, par exemple « notification demandée à la caisse »."
          rows={3}
          value={typed.reason}
          error={errorAt(errors, 'reason')}
          required
        />
        <Button>Repousser l’action requise</Button>
      </Form>
    </>
  );
}

/** How often it waited before, since when, and what it costs. */
const Waiting = ({ shown: { postponements, task, waiting } }: { readonly shown: TaskOnPages }): JSX.Element => (
  <>
    <p class="govuk-body">
      Tâche ouverte depuis le {frenchDate(parisDay(task.openedAt))}.{' '}
      {postponements.length === 0
        ? 'Elle n’a jamais été repoussée.'
        : `Elle a déjà été repoussée ${String(postponements.length)} fois :`}
    </p>
    {postponements.length === 0 ? null : (
      <ul>
        {postponements.map(({ at, actor, until, reason }) => (
          <li key={at}>
            le {frenchDate(parisDay(at))} par {personWords(actor)}, à {frenchPeriod(until)} : {reason}
          </li>
        ))}
      </ul>
    )}
    <p class="govuk-body">
      <strong>Ce que coûte l’attente : </strong>
      {costWords(waiting)}
    </p>
  </>
);

function costWords(waiting: WaitingCost): string {
  if (waiting.kind === 'UNKNOWN') return `inconnu, car ${waiting.because}.`;
  const { perMonth, period, against } = waiting;
  const month = `Estimé sur les salaires de ${frenchPeriod(period)}, avec ${against}`;
  if (perMonth === 0) return `rien, le taux payé est le même. ${month}.`;
  const amount = frenchAmount(cents(Math.abs(perMonth)));
  const way = perMonth > 0 ? 'de cotisation payée en moins, à régulariser' : 'de cotisation payée en trop, à récupérer';
  return `environ ${amount} par mois ${way}. ${month}.`;
}
