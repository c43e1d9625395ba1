import type { JSX } from 'preact';
import type { Month } from '#application/month/read-month';
import type { MonthState } from '#domain/tasks/month';
import { ofPeriod } from '#domain/values/local-date';
import { PATHS } from '../paths';
import { Button } from '../ui/button';
import { PageHeading } from '../ui/page-heading';
import { Select } from '../ui/select';
import { SubNavigation } from '../ui/sub-navigation';
import { frenchNumber, monthWords } from '../views/words';
import { monthLink, SLUGS } from './month-query';

export const STATE_WORDS: Readonly<Record<MonthState, string>> = {
  TO_DO: 'À faire',
  POSTPONED: 'Repoussées',
  DONE: 'Faites',
  DONE_FOR_YOU: 'Réalisées par Taux Juste',
};

export const monthTitle = (month: Month['month']): string => `Tâches de la paie ${ofPeriod(month)}`;

/** The month that is shown, and the way to the others. */
export const MonthHeading = ({ month }: { readonly month: Month }): JSX.Element => (
  <div class="tj-month">
    <PageHeading>{monthTitle(month.month)}</PageHeading>
    <nav class="tj-month__switch" aria-label="Autres mois">
      <Neighbour month={month} to={month.previous} rel="prev" />
      <MonthChoice month={month} />
      <Neighbour month={month} to={month.next} rel="next" />
    </nav>
  </div>
);

interface NeighbourProps {
  readonly month: Month;
  readonly to: Month['previous'];
  readonly rel: 'prev' | 'next';
}

function Neighbour({ month, to, rel }: NeighbourProps): JSX.Element | null {
  if (to === null) return null;
  const words = monthWords(to);
  return (
    <a class="govuk-link" rel={rel} href={monthLink({ ...month, month: to, page: 1 })}>
      {rel === 'prev' ? `← ${words}` : `${words} →`}
    </a>
  );
}

function MonthChoice({ month }: { readonly month: Month }): JSX.Element | null {
  if (month.months.length < 2) return null;
  const latestFirst = month.months.toReversed();
  return (
    <form method="get" action={PATHS.tasks} class="tj-fields-row">
      <input type="hidden" name="etat" value={SLUGS.states[month.state]} />
      <Select
        id="mois"
        name="mois"
        label="Mois de paie"
        value={month.month}
        options={latestFirst.map((value) => ({ value, text: monthWords(value) }))}
      />
      <Button variant="secondary">Afficher</Button>
    </form>
  );
}

/** How much there is in each state, each leading to its list. */
export const MonthStates = ({ month }: { readonly month: Month }): JSX.Element => (
  <SubNavigation
    label="États des tâches"
    items={(Object.keys(STATE_WORDS) as MonthState[]).map((state) => ({
      href: monthLink({ ...month, state, page: 1 }),
      text: (
        <>
          {STATE_WORDS[state]} <span class="tj-count">{countWords(month.counts[state], month.mostCounted)}</span>
        </>
      ),
      current: state === month.state,
    }))}
  />
);

const countWords = (count: number, most: number): string =>
  count > most ? `plus de ${frenchNumber(most)}` : frenchNumber(count);
