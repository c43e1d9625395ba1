import type { JSX } from 'preact';
import { momentWords } from '#application/ports/paris';
import type { NextStep } from '#application/tasks/read-next-step';
import type { typedFields } from '#domain/journey/draft';
import { titleOf } from '#domain/tasks/task';
import { frenchDate, frenchPeriod } from '#domain/values/local-date';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { PageHeading } from '../ui/page-heading';
import { Panel } from '../ui/panel';
import { SummaryList } from '../ui/summary-list';
import { personWords } from '../views/person';
import { establishmentName } from '../views/establishment';

/** After saving: what happens next, in which payroll the rate appears, and what to go on with. */
export const DonePage = ({ step }: { readonly step: NextStep }): JSX.Element => (
  <>
    <Panel title={step.task.kind === 'EMPLOYEE_AFFILIATION' ? 'Salariés affiliés' : 'Taux enregistré'}>
      {step.establishment === null ? step.task.siret : establishmentName(step.establishment)}
    </Panel>
    <h2>Ce qui se passe maintenant</h2>
    <Consequences step={step} />
    <GoOn step={step} />
    <Result step={step} />
  </>
);

type TypedFields = ReturnType<typeof typedFields>;

/** Who opens a task that has ended is told by whom or by what, and with which result. */
export function EndedPage({ step, typed }: { readonly step: NextStep; readonly typed: TypedFields }): JSX.Element {
  const { task, establishment } = step;
  return (
    <>
      <PageHeading caption={establishment === null ? task.siret : establishmentName(establishment)}>
        {task.status === 'DONE' ? 'Cette tâche est faite' : 'Cette tâche n’est plus nécessaire'}
      </PageHeading>
      <p class="govuk-body">{endWords(step)}</p>
      <Result step={step} />
      {typed.length === 0 ? null : (
        <>
          <h2>Votre saisie, qui n’est pas enregistrée</h2>
          <SummaryList rows={typed.map(({ label, value }) => ({ key: label, value }))} />
        </>
      )}
      <h2>Et maintenant</h2>
      <Consequences step={step} />
      <GoOn step={step} />
    </>
  );
}

function endWords({ task, outcome, document }: NextStep): string {
  const when = task.endedAt === null ? '' : `, le ${momentWords(task.endedAt)}`;
  const who = outcome.by ?? outcome.correctedBy;
  if (who !== null && task.status === 'DONE') return `${personWords(who)} y a répondu${when}.`;
  if (who !== null) return `${personWords(who)} a corrigé le taux de l’établissement${when}.`;
  if (document !== null)
    return `Le taux est arrivé dans le document « ${document.file} »${when}, et l’établissement a été mis à jour.`;
  return `Ce qu’elle demandait est connu${when}.`;
}

function Consequences({ step }: { readonly step: NextStep }): JSX.Element {
  const { outcome, payroll, declared, task } = step;
  const { effectiveFrom } = outcome;
  const rates = linkTo('establishmentRates', { siret: task.siret });
  return (
    <ul>
      {effectiveFrom === null || payroll === null ? null : (
        <li>
          Le taux vaut à partir du {frenchDate(effectiveFrom)} ; il apparaît dans la paie de{' '}
          <strong>{frenchPeriod(payroll)}</strong>
          {outcome.affiliationTask ? '.' : ', sans rien d’autre à faire.'}
        </li>
      )}
      {declared.length === 0 ? null : (
        <li>
          {declared.map(frenchPeriod).join(', ')} : déjà déclaré, rien n’est réécrit. La régularisation est estimée avec
          les taux de l’établissement.
        </li>
      )}
      {outcome.affiliationTask ? <li>Une tâche demande sur quel taux est chaque salarié.</li> : null}
      <li>
        <a class="govuk-link" href={rates}>
          Voir les taux de l’établissement et leur historique
        </a>
      </li>
    </ul>
  );
}

function GoOn({ step: { next, task } }: { readonly step: NextStep }): JSX.Element {
  if (next === null)
    return (
      <>
        <p class="govuk-body">Il ne reste aucune tâche à faire ce mois-ci.</p>
        <Button href={PATHS.tasks}>Revenir aux tâches du mois</Button>
      </>
    );
  const isSame = next.siret === task.siret;
  const name = establishmentName({ name: next.company, town: next.town, siret: next.siret });
  return (
    <>
      <p class="govuk-body">
        {next.left === 1 ? 'Il reste une tâche' : `Il reste ${String(next.left)} tâches`} à faire ce mois-ci.
      </p>
      <div class="govuk-button-group">
        <Button href={linkTo('task', { id: next.id })}>
          {isSame ? titleOf(next.kind) : `Établissement suivant : ${name}`}
        </Button>
        <a class="govuk-link" href={PATHS.tasks}>
          Revenir aux tâches du mois
        </a>
      </div>
    </>
  );
}

/** The answer as it was frozen. */
function Result({ step: { outcome } }: { readonly step: NextStep }): JSX.Element | null {
  if (outcome.questions.length === 0) return null;
  const reasons = outcome.warnings.filter(({ reason }) => reason !== null);
  return (
    <>
      <h2>Réponse enregistrée</h2>
      <SummaryList rows={outcome.questions.map(({ question, answer }) => ({ key: question, value: answer }))} />
      {reasons.length === 0 ? null : (
        <ul>
          {reasons.map(({ message, reason }) => (
            <li key={message}>
              {message} <strong>Motif&nbsp;: {reason}</strong>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
