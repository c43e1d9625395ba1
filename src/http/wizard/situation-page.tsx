import type { JSX } from 'preact';
import type { TaskOnPages } from '#application/tasks/read-task';
import type { RateQuestion } from '#domain/journey/rate-answers';
import { CASES } from '#domain/journey/rate-journey';
import { reasonFor, type Warning } from '#domain/journey/warnings';
import { frenchDate, frenchPeriod } from '#domain/values/local-date';
import { errorAt, type FieldError } from '../page/page';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { InsetText } from '../ui/inset-text';
import { PageHeading } from '../ui/page-heading';
import { Radios, type Choice } from '../ui/radios';
import { SummaryList, type SummaryRow } from '../ui/summary-list';
import { TextInput } from '../ui/text-input';
import { CaisseLink, WhereToFind } from '../views/where-to-find';
import { TASK_WORDS } from '../views/words';
import { establishmentName } from '../views/establishment';
import { Doubt } from './findings';
import { Proposal } from './proposal';

interface SituationProps {
  readonly shown: TaskOnPages;
  readonly question: RateQuestion;
  readonly errors: readonly FieldError[];
  /** Of the proposal; asked about when somebody confirms it. */
  readonly warnings: readonly Warning[];
  /** Where an earlier draft is gone on with; null when there is none. */
  readonly resume: { readonly href: string; readonly words: string } | null;
  /** Support looks, and does not answer. */
  readonly canAnswer: boolean;
}

/** What the task is about, what is proposed, and which case it is. */
export function SituationPage(props: SituationProps): JSX.Element {
  const { shown, question, resume, canAnswer } = props;
  const { establishment, why } = shown;
  return (
    <>
      <PageHeading caption={`${establishmentName(establishment)} · ${TASK_WORDS[shown.task.kind]}`}>
        Quel est le taux AT/MP au {frenchDate(question.defaultDate)} ?
      </PageHeading>
      <InsetText>
        {why.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </InsetText>
      <SummaryList rows={subject(shown)} />
      {resume === null ? null : (
        <p class="govuk-body">
          {resume.words}{' '}
          <a class="govuk-link" href={resume.href}>
            Reprendre où la saisie s’est arrêtée
          </a>
        </p>
      )}
      <Proposal shown={shown} />
      {canAnswer ? <Answer {...props} /> : <p class="govuk-body">Seul un gestionnaire de paie répond à cette tâche.</p>}
      <WhereToFind caisse={establishment.caisse} />
    </>
  );
}

function subject({ task, establishment }: TaskOnPages): SummaryRow[] {
  const { siret, town, caisse } = establishment;
  const waits = task.postponedUntil;
  return [
    { key: 'SIRET', value: <span class="tj-figures">{siret}</span> },
    ...(town === null ? [] : [{ key: 'Ville', value: town }]),
    { key: 'Caisse', value: <CaisseLink caisse={caisse} /> },
    { key: 'Paie concernée', value: frenchPeriod(task.period) },
    ...(waits === null
      ? []
      : [{ key: 'Repoussée', value: `à ${frenchPeriod(waits)} (${String(task.postponements)} fois)` }]),
  ];
}

function Answer({ shown, errors, warnings, question }: SituationProps): JSX.Element {
  const { task, draft, notAtOnce } = shown;
  const { confirm, case: said, count } = draft.answers;
  const isOffered = notAtOnce !== null && question.prefill.profiles.length > 0;
  const hidden = <HiddenState shown={shown} />;
  const doubts = <Doubts shown={shown} warnings={warnings} errors={errors} />;
  return (
    <>
      {notAtOnce === null ? (
        <Form action={linkTo('task', { id: task.id })}>
          {hidden}
          <input type="hidden" name="case" value="confirm" />
          {doubts}
          <p class="govuk-body">En un clic, ce taux est enregistré et chaque salarié reste sur le sien.</p>
          <Button name="at-once" value="oui">
            Confirmer
          </Button>
        </Form>
      ) : null}
      <Form action={linkTo('task', { id: task.id })}>
        {hidden}
        <Radios
          name="case"
          legend={notAtOnce === null ? 'Ou bien, quelle est votre situation ?' : 'Quelle est votre situation ?'}
          options={[...(isOffered ? [proposed(shown)] : []), ...casesOf(errors, count)]}
          value={confirm && isOffered ? 'confirm' : (said ?? undefined)}
          error={errorAt(errors, 'case')}
        />
        {isOffered && confirm ? doubts : null}
        <Button {...(notAtOnce === null ? { variant: 'secondary' as const } : {})}>Continuer</Button>
      </Form>
    </>
  );
}

/** What is asked about the proposal by whoever confirms it. */
const Doubts = ({ shown, warnings, errors }: Pick<SituationProps, 'shown' | 'warnings' | 'errors'>): JSX.Element => (
  <>
    {warnings
      .filter(({ level }) => level === 'REASON')
      .map((warning, index) => (
        <Doubt
          key={warning.key}
          warning={warning}
          place={index + 1}
          reason={reasonFor(warning, shown.draft.answers.reasons)}
          errors={errors}
        />
      ))}
  </>
);

/** What a form must give back of the page that it was made from. */
export const HiddenState = ({ shown }: { readonly shown: TaskOnPages }): JSX.Element => (
  <>
    <input type="hidden" name="version" value={String(shown.draft.version)} />
    <input type="hidden" name="proposal" value={String(shown.task.prefill.feed ?? '')} />
  </>
);

const proposed = ({ task }: TaskOnPages): Choice => ({
  value: 'confirm',
  label:
    task.prefill.profiles.length > 1
      ? 'Les taux proposés ci-dessus sont les bons'
      : 'Le taux proposé ci-dessus est le bon',
  ...(task.prefill.feed === null
    ? { hint: 'La caisse ne l’a pas encore notifié pour cette date : soyez-en sûr.' }
    : {}),
});

const casesOf = (errors: readonly FieldError[], count: string | null): readonly Choice[] => [
  { value: 'single', label: CASES.single, hint: 'Vous avez la notification : un code, un taux.' },
  {
    value: 'several',
    label: CASES.several,
    hint: 'Plusieurs codes, plusieurs sections, ou un taux « fonctions supports ».',
    conditional: (
      <TextInput
        id="count"
        name="count"
        label="Nombre de taux"
        inputMode="numeric"
        width={2}
        value={count ?? ''}
        error={errorAt(errors, 'count')}
      />
    ),
  },
  {
    value: 'unknown',
    label: CASES.unknown,
    hint: 'Nous vous disons où les trouver, ou vous repoussez la tâche.',
  },
];
