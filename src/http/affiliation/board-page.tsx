import type { ComponentChildren, JSX } from 'preact';
import type { AffiliationOnPages } from '#application/affiliation/read-affiliation';
import { contractText } from '#domain/affiliation/contract';
import { seatsShown } from '#domain/journey/board-view';
import { frenchDate } from '#domain/values/local-date';
import { linkTo } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Form } from '../ui/form';
import { InsetText } from '../ui/inset-text';
import { PageHeading } from '../ui/page-heading';
import { establishmentName } from '../views/establishment';
import { frenchNumber } from '../views/words';
import { BoardCounter } from './board-counter';
import { Bulk, Filters, Pages, ReadPages, type BoardErrors } from './board-controls';
import { queryOf, type BoardPlace } from './board-form';
import { BoardTable, rowField } from './board-table';

/** Rows of one page of the list: with its choices, about 100 kB before compression. */
const PAGE_ROWS = 100;

interface Props {
  readonly about: AffiliationOnPages;
  readonly place: BoardPlace;
  readonly mayAct: boolean;
  readonly errors: BoardErrors;
}

export function pageOf({ board }: AffiliationOnPages, place: BoardPlace) {
  const all = seatsShown(board.seats, place);
  const pages = Math.max(1, Math.ceil(all.length / PAGE_ROWS));
  const page = Math.min(place.page, pages);
  return { all, page, pages, seats: all.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS) };
}

/** Where the error of a row leads, if it is on the page. */
export function fieldOfRow(about: AffiliationOnPages, place: BoardPlace, contract: string): string | null {
  const row = pageOf(about, place).seats.findIndex((seat) => contractText(seat.contract) === contract);
  return row < 0 ? null : rowField(row);
}

/** Every employee with the choice of a profile, alone or many at once. */
export function BoardPage({ about, place, mayAct, errors }: Props): JSX.Element {
  const { task, establishment, question, board } = about;
  const shown = pageOf(about, place);
  return (
    <>
      <PageHeading caption={establishmentName(establishment)}>Mettre chaque salarié sur son taux</PageHeading>
      <p class="govuk-body">
        À partir du {frenchDate(question.since)}, cet établissement a {frenchNumber(question.profiles.length)} taux.
        Chaque salarié relève d’un seul d’entre eux, et chaque taux a au moins un salarié.
      </p>
      <Left about={about} />
      <BoardCounter about={about} onPage={shown.seats} />
      {board.seats.length === 0 ? (
        <InsetText>
          <p>Aucun salarié n’est connu dans cet établissement : importez d’abord sa DSN.</p>
        </InsetText>
      ) : (
        <List
          action={linkTo('taskEmployees', { id: task.id }, queryOf({ ...place, page: shown.page }))}
          mayAct={mayAct}
        >
          {mayAct ? <input type="hidden" name="version" value={String(about.draft.version)} /> : null}
          <Filters about={about} place={place} />
          <div data-module="moj-multi-select" class="tj-selection">
            {mayAct ? (
              <Bulk about={about} total={shown.all.length} onPage={shown.seats.length} errors={errors} />
            ) : null}
            <BoardTable about={about} seats={shown.seats} mayAct={mayAct} errors={errors.rows} />
          </div>
          {mayAct ? <Pages page={shown.page} pages={shown.pages} /> : null}
          {mayAct ? (
            <ButtonGroup>
              <Button name="action" value="continuer">
                Continuer
              </Button>
              <Button name="action" value="garder" variant="secondary">
                Garder et finir plus tard
              </Button>
            </ButtonGroup>
          ) : null}
        </List>
      )}
      {mayAct ? null : <ReadPages id={task.id} place={place} page={shown.page} pages={shown.pages} />}
    </>
  );
}

/** Who may only read has the same list and its search, without anything to send. */
const List = ({
  action,
  mayAct,
  children,
}: {
  readonly action: string;
  readonly mayAct: boolean;
  readonly children: ComponentChildren;
}): JSX.Element =>
  mayAct ? (
    <Form action={action} id="affiliation">
      {children}
    </Form>
  ) : (
    <form method="get" action={action.split('?')[0]}>
      {children}
    </form>
  );

/** When the last employee of a rate has left, filling it may be the wrong answer. */
const Left = ({ about: { task } }: { readonly about: AffiliationOnPages }): JSX.Element | null =>
  task.reason === 'PROFILE_LEFT' ? (
    <InsetText>
      <p>
        Le dernier salarié d’un des taux est parti. Si plus personne ne relève de ce taux,{' '}
        <a class="govuk-link" href={linkTo('correctRate', { siret: task.siret })}>
          corrigez les taux de l’établissement
        </a>{' '}
        au lieu d’y mettre quelqu’un.
      </p>
    </InsetText>
  ) : null;
