import type { JSX } from 'preact';
import type { FeedLine } from '#application/overview/list-feeds';
import type { VerdictPage } from '#application/overview/list-verdicts';
import type { Page } from '#application/overview/page';
import type { CampaignFigures, Overview } from '#application/overview/read-overview';
import type { TaskLine } from '#application/overview/task-line';
import { frenchMoment } from '#application/ports/paris';
import { frenchDate } from '#domain/values/local-date';
import { Layout, PATHS } from './layout';
import { Filters } from './list-pages';
import { Feeds, Tasks, Verdicts } from './parts';
import { Next } from './table';
import { frenchNumber, TASK_WORDS } from './words';

export interface HomeProps {
  readonly overview: Overview;
  readonly tasks: Page<TaskLine, number>;
  readonly verdicts: VerdictPage;
  readonly feeds: Page<FeedLine, number>;
}

export const HomePage = ({ overview, tasks, verdicts, feeds }: HomeProps): JSX.Element => (
  <Layout title="Taux AT/MP de vos établissements" path={PATHS.home}>
    <Figures overview={overview} />
    {overview.campaign === null ? null : <Campaign campaign={overview.campaign} />}
    <section>
      <h2>Tâches du mois</h2>
      <Tasks lines={tasks.rows} />
      <Next href={tasks.next === null ? null : PATHS.tasks}>Toutes les tâches</Next>
    </section>
    <section>
      <h2>Verdicts</h2>
      <Filters asked={{ feed: null, verdict: null, after: null }} />
      <Verdicts lines={verdicts.rows} />
      <Next href={verdicts.next === null ? null : PATHS.verdicts}>Tous les verdicts</Next>
    </section>
    <section>
      <h2>Flux reçus</h2>
      <Feeds lines={feeds.rows} />
      <Next href={feeds.next === null ? null : PATHS.feeds}>Tous les flux</Next>
    </section>
  </Layout>
);

function Figures({ overview: { totals, openTasks } }: { readonly overview: Overview }): JSX.Element {
  const open = openTasks.reduce((sum, { count }) => sum + count, 0);
  const figures: readonly (readonly [name: string, value: number])[] = [
    ['tâches ouvertes', open],
    ['documents retenus', totals.held],
    ['établissements', totals.establishments],
    ['entreprises', totals.companies],
    ['salariés', totals.employees],
    ['flux reçus', totals.feeds],
  ];
  return (
    <section aria-label="En chiffres">
      <dl class="figures-list">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{frenchNumber(value)}</dd>
          </div>
        ))}
      </dl>
      {openTasks.length === 0 ? null : (
        <p>
          {`Tâches ouvertes : ${openTasks.map(({ kind, count }) => `${TASK_WORDS[kind].toLowerCase()} ${frenchNumber(count)}`).join(', ')}.`}
        </p>
      )}
    </section>
  );
}

const Campaign = ({ campaign }: { readonly campaign: CampaignFigures }): JSX.Element => (
  <section>
    <h2>{`Campagne ${campaign.year}`}</h2>
    <p>
      {`Taux en vigueur au ${frenchDate(campaign.effectiveFrom)}. Ouverte le ${frenchMoment(campaign.openedAt)}, `}
      {campaign.closedAt === null ? 'pas encore close. ' : `close le ${frenchMoment(campaign.closedAt)}. `}
      <strong>{frenchNumber(campaign.alreadyDone)}</strong>
      {' établissements réglés sans personne, '}
      <strong>{frenchNumber(campaign.tasksRaised)}</strong>
      {' tâches de renouvellement levées.'}
    </p>
  </section>
);
