import type { JSX } from 'preact';
import type { TaskOnPages } from '#application/tasks/read-task';
import type { AnsweredQuestion } from '#domain/journey/graph';
import type { KeptWarning } from '#domain/journey/warnings';
import { frenchDate, type LocalDate } from '#domain/values/local-date';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { InsetText } from '../ui/inset-text';
import { PageHeading } from '../ui/page-heading';
import { SummaryList } from '../ui/summary-list';
import { establishmentName } from '../views/establishment';
import { HiddenState } from './situation-page';
import { addressOf } from './steps';

interface RecapProps {
  readonly shown: TaskOnPages;
  readonly questions: readonly AnsweredQuestion[];
  readonly warnings: readonly KeptWarning[];
  readonly progress: string;
  readonly since: LocalDate;
  /** Whether the employees are asked about next. */
  readonly asksEmployees: boolean;
}

/** Everything that will be saved, each line with the way back to it. */
export const RecapPage = ({ shown, questions, warnings, progress, since, asksEmployees }: RecapProps): JSX.Element => (
  <>
    <PageHeading caption={`${establishmentName(shown.establishment)} · ${progress}`}>
      Vérifiez avant d’enregistrer
    </PageHeading>
    <SummaryList
      rows={questions.map(({ step, question, answer }) => ({
        key: question,
        value: answer,
        change: { href: addressOf(step, shown.task.id), what: question.toLowerCase() },
      }))}
    />
    {warnings.length === 0 ? null : (
      <>
        <h2>Points signalés</h2>
        <ul>
          {warnings.map(({ message, reason }) => (
            <li key={message}>
              {message}
              {reason === null ? null : (
                <>
                  {' '}
                  <strong>Motif&nbsp;: {reason}</strong>
                </>
              )}
            </li>
          ))}
        </ul>
      </>
    )}
    <InsetText>
      <p>
        Le taux vaudra à partir du {frenchDate(since)}. Les mois déjà déclarés ne sont pas réécrits : leur
        régularisation est estimée.
      </p>
      {asksEmployees ? <p>Ensuite, vous placerez chaque salarié sur son taux.</p> : null}
    </InsetText>
    <Form action={linkTo('taskRecap', { id: shown.task.id })}>
      <HiddenState shown={shown} />
      <Button>Enregistrer</Button>
    </Form>
  </>
);
