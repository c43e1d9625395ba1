import type { JSX } from 'preact';
import type { Month } from '#application/month/read-month';
import { FOLLOW_UPS, type FollowUp, type MonthFilter } from '#domain/tasks/month';
import { reasonWords, TASK_KINDS, TASK_REASONS } from '#domain/tasks/task';
import { PATHS } from '../paths';
import { Button } from '../ui/button';
import { Details } from '../ui/details';
import { Search } from '../ui/search';
import { Select } from '../ui/select';
import { capital, TASK_WORDS } from '../views/words';
import { CAISSES, monthLink, monthWordsOf, SLUGS, without } from './month-query';

const FOLLOW_UP_WORDS: Readonly<Record<FollowUp, string>> = {
  LATE: 'En retard d’un mois ou plus',
  NEVER_POSTPONED: 'Jamais repoussées',
  POSTPONED_BEFORE: 'Déjà repoussées',
};

const EVERY = { value: '', text: 'Tous' };

interface Props {
  readonly month: Month;
  /** Name of the company that the list is narrowed to, when the page knows it. */
  readonly company: string | null;
}

/** Search, filters, and what narrows the list at the moment. */
export const MonthFilters = ({ month, company }: Props): JSX.Element => {
  const kept = monthWordsOf({ ...month, filter: without(month.filter, 'search'), page: 1 });
  const narrowed = narrowings(month.filter, company);
  return (
    <>
      <Search
        name="recherche"
        label="Rechercher une entreprise"
        hint="Nom, ou premiers chiffres d’un SIREN ou d’un SIRET"
        action={PATHS.tasks}
        value={month.filter.search ?? ''}
        keep={kept}
      />
      <FilterForm month={month} />
      {narrowed.length === 0 ? null : <Narrowed month={month} narrowed={narrowed} />}
    </>
  );
};

function FilterForm({ month }: { readonly month: Month }): JSX.Element {
  const { mois, etat, recherche, entreprise, ...chosen } = monthWordsOf(month);
  const { caisse, kind, reason, followUp } = month.filter;
  const ofTasks = month.state !== 'DONE_FOR_YOU';
  return (
    <Details summary="Filtrer la liste" open={[caisse, kind, reason, followUp].some((value) => value !== null)}>
      <form method="get" action={PATHS.tasks}>
        {Object.entries({ mois, etat, recherche, entreprise }).map(([name, value]) =>
          value === null || value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
        <div class="tj-fields-row">
          {ofTasks ? <TaskSelects chosen={chosen} /> : null}
          <Select
            id="caisse"
            name="caisse"
            label="Caisse"
            value={caisse ?? ''}
            options={[{ value: '', text: 'Toutes' }, ...CAISSES.map((name) => ({ value: name, text: name }))]}
          />
          <Button variant="secondary">Filtrer</Button>
        </div>
      </form>
    </Details>
  );
}

const TaskSelects = ({ chosen }: { readonly chosen: Readonly<Record<string, string | null>> }): JSX.Element => (
  <>
    <Select
      id="type"
      name="type"
      label="Type de tâche"
      value={chosen.type ?? ''}
      options={[EVERY, ...TASK_KINDS.map((kind) => ({ value: SLUGS.kinds[kind], text: TASK_WORDS[kind] }))]}
    />
    <Select
      id="motif"
      name="motif"
      label="Motif"
      value={chosen.motif ?? ''}
      options={[
        EVERY,
        ...TASK_REASONS.map((reason) => ({ value: SLUGS.reasons[reason], text: capital(reasonWords(reason)) })),
      ]}
    />
    <Select
      id="suivi"
      name="suivi"
      label="Suivi"
      value={chosen.suivi ?? ''}
      options={[
        { value: '', text: 'Toutes' },
        ...FOLLOW_UPS.map((one) => ({ value: SLUGS.followUps[one], text: FOLLOW_UP_WORDS[one] })),
      ]}
    />
  </>
);

interface Narrowing {
  readonly name: keyof MonthFilter;
  readonly words: string;
}

function narrowings(
  { search, company, caisse, kind, reason, followUp }: MonthFilter,
  name: string | null,
): Narrowing[] {
  const all: readonly (readonly [keyof MonthFilter, string | null])[] = [
    ['search', search === null ? null : `« ${search} »`],
    ['company', company === null ? null : (name ?? company)],
    ['kind', kind === null ? null : TASK_WORDS[kind]],
    ['reason', reason === null ? null : capital(reasonWords(reason))],
    ['followUp', followUp === null ? null : FOLLOW_UP_WORDS[followUp]],
    ['caisse', caisse],
  ];
  return all.flatMap(([filter, words]) => (words === null ? [] : [{ name: filter, words }]));
}

const Narrowed = ({
  month,
  narrowed,
}: {
  readonly month: Month;
  readonly narrowed: readonly Narrowing[];
}): JSX.Element => (
  <ul class="tj-choices" aria-label="Filtres en cours">
    {narrowed.map(({ name, words }) => (
      <li key={name}>
        <a class="govuk-link tj-narrowing" href={monthLink({ ...month, filter: without(month.filter, name), page: 1 })}>
          <span class="govuk-visually-hidden">Ôter le filtre </span>
          {words} <span aria-hidden="true">✕</span>
        </a>
      </li>
    ))}
  </ul>
);
