import type { JSX } from 'preact';
import type { FeedLine } from '#application/overview/list-feeds';
import type { VerdictPage, VerdictsAsked } from '#application/overview/list-verdicts';
import type { Page } from '#application/overview/page';
import type { TaskLine } from '#application/overview/task-line';
import { Layout, PATHS } from './layout';
import { Feeds, Tasks, Verdicts } from './parts';
import { Next } from './table';
import { VERDICT_ORDER, VERDICT_WORDS } from './words';

const FOLLOWING = 'Page suivante';

export const TasksPage = ({ rows, next }: Page<TaskLine, number>): JSX.Element => (
  <Layout title="Tâches ouvertes" path={PATHS.tasks}>
    <Tasks lines={rows} />
    <Next href={next === null ? null : `${PATHS.tasks}?page=${String(next)}`}>{FOLLOWING}</Next>
  </Layout>
);

export const FeedsPage = ({ rows, next }: Page<FeedLine, number>): JSX.Element => (
  <Layout title="Flux reçus" path={PATHS.feeds}>
    <Feeds lines={rows} />
    <Next href={next === null ? null : `${PATHS.feeds}?avant=${String(next)}`}>{FOLLOWING}</Next>
  </Layout>
);

export const VerdictsPage = ({
  asked,
  page,
}: {
  readonly asked: VerdictsAsked;
  readonly page: VerdictPage;
}): JSX.Element => (
  <Layout title={asked.feed === null ? 'Verdicts' : `Verdicts du flux n° ${String(asked.feed)}`} path={PATHS.verdicts}>
    <Filters asked={asked} />
    <Verdicts lines={page.rows} />
    <Next href={page.next === null ? null : addressOf({ ...asked, after: page.next })}>{FOLLOWING}</Next>
  </Layout>
);

/** The same list, one verdict at a time. */
export const Filters = ({ asked }: { readonly asked: VerdictsAsked }): JSX.Element => (
  <ul class="filters" aria-label="Montrer un seul verdict">
    <li>
      <a href={addressOf({ ...asked, verdict: null, after: null })}>Tous</a>
    </li>
    {VERDICT_ORDER.map((verdict) => (
      <li key={verdict}>
        <a
          href={addressOf({ ...asked, verdict, after: null })}
          {...(verdict === asked.verdict ? { 'aria-current': 'true' as const } : {})}
        >
          {VERDICT_WORDS[verdict]}
        </a>
      </li>
    ))}
  </ul>
);

function addressOf({ feed, verdict, after }: VerdictsAsked): string {
  const query = new URLSearchParams();
  if (feed !== null) query.set('flux', String(feed));
  if (verdict !== null) query.set('verdict', verdict);
  if (after !== null) query.set('apres', `${String(after.feed)}-${after.siret}`);
  const text = query.toString();
  return text === '' ? PATHS.verdicts : `${PATHS.verdicts}?${text}`;
}
