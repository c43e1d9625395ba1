import type { JSX } from 'preact';
import type { MonthQuestion } from '#application/month/read-month';
import { monthWordsOf } from './month-query';

/** The list that one comes from and goes back to, carried from form to form. */
export const Whence = ({ from }: { readonly from: MonthQuestion }): JSX.Element => (
  <>
    {Object.entries(monthWordsOf(from)).map(([name, value]) =>
      value === null ? null : <input key={name} type="hidden" name={name} value={value} />,
    )}
  </>
);

/** `1 tâche`, `12 tâches`. */
export const tasksWords = (count: number): string => (count === 1 ? '1 tâche' : `${String(count)} tâches`);
