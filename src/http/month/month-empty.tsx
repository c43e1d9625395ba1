import type { JSX } from 'preact';
import type { Month } from '#application/month/read-month';
import { NO_FILTER, type MonthState } from '#domain/tasks/month';
import { ofPeriod } from '#domain/values/local-date';
import { monthLink } from './month-query';

const NOTHING: Readonly<Record<MonthState, (month: Month['month']) => string>> = {
  TO_DO: (month) => `Rien à faire pour la paie ${ofPeriod(month)}.`,
  POSTPONED: (month) => `Aucune tâche n’attend un mois plus tardif que celui ${ofPeriod(month)}.`,
  DONE: (month) => `Aucune tâche n’a été faite pour la paie ${ofPeriod(month)}.`,
  DONE_FOR_YOU: (month) => `Aucun taux n’a été mis à jour automatiquement au titre ${ofPeriod(month)}.`,
};

/** Said where a list would be: why it is empty, and where to go on. */
export function MonthEmpty({ month }: { readonly month: Month }): JSX.Element {
  const isNarrowed = Object.values(month.filter).some((value) => value !== null);
  if (isNarrowed)
    return (
      <p>
        Rien ne correspond à cette recherche.{' '}
        <a class="govuk-link" href={monthLink({ ...month, filter: NO_FILTER, page: 1 })}>
          Montrer toute la liste
        </a>
      </p>
    );
  const next = whereNext(month);
  return (
    <>
      <p>{NOTHING[month.state](month.month)}</p>
      {next === null ? null : (
        <p>
          <a class="govuk-link" href={next.href}>
            {next.words}
          </a>
        </p>
      )}
    </>
  );
}

interface Way {
  readonly href: string;
  readonly words: string;
}

function whereNext(month: Month): Way | null {
  const { counts, state, next, previous } = month;
  const to = (other: MonthState, words: string): Way => ({
    href: monthLink({ ...month, state: other, page: 1 }),
    words,
  });
  if (state !== 'TO_DO' && counts.TO_DO > 0) return to('TO_DO', 'Voir ce qui est à faire');
  if (state !== 'POSTPONED' && counts.POSTPONED > 0) return to('POSTPONED', 'Voir les tâches repoussées');
  if (state !== 'DONE_FOR_YOU' && counts.DONE_FOR_YOU > 0)
    return to('DONE_FOR_YOU', 'Voir ce que Taux Juste a réalisé pour vous');
  const other = next ?? previous;
  if (other === null) return null;
  return {
    href: monthLink({ ...month, month: other, state: 'TO_DO', page: 1 }),
    words: `Aller au mois ${ofPeriod(other)}`,
  };
}
