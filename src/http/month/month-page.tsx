import type { JSX } from 'preact';
import type { Month } from '#application/month/read-month';
import { MOST_AT_ONCE } from '#domain/tasks/bulk';
import { PATHS } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Checkboxes } from '../ui/checkboxes';
import { Form } from '../ui/form';
import { Pagination } from '../ui/pagination';
import { frenchNumber } from '../views/words';
import { MonthFilters } from './month-filters';
import { MonthHeading, MonthStates } from './month-heading';
import { monthLink, monthWordsOf } from './month-query';
import { MonthTable } from './month-table';

interface Props {
  readonly month: Month;
  /** The viewer may act on tasks, and not only read them. */
  readonly mayAct: boolean;
}

/** The month as a task list: where one stands, what narrows the list, and the list. */
export function MonthPage({ month, mayAct }: Props): JSX.Element {
  const isOpen = month.state === 'TO_DO' || month.state === 'POSTPONED';
  const company = month.filter.company === null ? null : (month.lines[0]?.company ?? null);
  return (
    <>
      <MonthHeading month={month} />
      <MonthStates month={month} />
      <MonthFilters month={month} company={company} />
      {mayAct && isOpen && month.lines.length > 0 ? (
        <Selectable month={month} />
      ) : (
        <MonthTable month={month} selectable={false} />
      )}
      <Pagination
        previous={month.page > 1 ? monthLink({ ...month, page: month.page - 1 }) : null}
        next={month.hasNextPage ? monthLink({ ...month, page: month.page + 1 }) : null}
        label="Pages des tâches"
      />
    </>
  );
}

/** The list with boxes: without script one ticks row by row, or takes the whole list. */
function Selectable({ month }: { readonly month: Month }): JSX.Element {
  const total = month.counts[month.state];
  return (
    <Form action={PATHS.tasksPostpone} id="selection">
      {Object.entries(monthWordsOf({ ...month, page: 1 })).map(([name, value]) =>
        value === null ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <div data-module="moj-multi-select" class="tj-selection">
        <div class="tj-selection__bar">
          <div id="select-all" />
          <ButtonGroup>
            <Button variant="secondary" formAction={PATHS.tasksConfirm}>
              Confirmer les taux notifiés
            </Button>
            <Button variant="secondary">Repousser</Button>
          </ButtonGroup>
        </div>
        <MonthTable month={month} selectable />
      </div>
      {total > month.lines.length ? <WholeList total={total} /> : null}
    </Form>
  );
}

const WholeList = ({ total }: { readonly total: number }): JSX.Element => (
  <Checkboxes
    name="liste"
    options={[
      {
        value: 'entiere',
        label:
          total > MOST_AT_ONCE
            ? `Prendre les ${frenchNumber(MOST_AT_ONCE)} premières tâches de cette liste, sur toutes ses pages`
            : `Prendre les ${frenchNumber(total)} tâches de cette liste, sur toutes ses pages`,
      },
    ]}
  />
);
