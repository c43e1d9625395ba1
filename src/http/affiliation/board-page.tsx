import type { ComponentChildren, JSX } from 'preact';
import type { AffiliationOnPages } from '#application/affiliation/read-affiliation';
import { contractText } from '#domain/affiliation/contract';
import { seatsShown } from '#domain/journey/board-view';
import { profileShown } from '#domain/journey/profile-answer';
import { frenchDate } from '#domain/values/local-date';
import { linkTo } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Checkboxes } from '../ui/checkboxes';
import { Form } from '../ui/form';
import { InsetText } from '../ui/inset-text';
import { PageHeading } from '../ui/page-heading';
import { Pagination } from '../ui/pagination';
import { Select } from '../ui/select';
import { establishmentName } from '../wizard/words';
import { frenchNumber } from '../views/words';
import { BoardCounter } from './board-counter';
import { queryOf, type BoardPlace } from './board-form';
import { BoardTable, rowField } from './board-table';
import { employees, rankedProfile } from './words';

/** Rows of one page of the list: with its choices, about 100 kB before compression. */
const PAGE_ROWS = 100;

export interface BoardErrors {
  /** By `contractText`. */
  readonly rows: ReadonlyMap<string, string>;
  /** At the choice for many. */
  readonly bulk: string | undefined;
}

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

const Filters = ({ about, place }: Pick<Props, 'about' | 'place'>): JSX.Element => (
  <div class="tj-fields-row tj-board-filters">
    <div class="govuk-form-group">
      <label class="govuk-label" for="q">
        Nom, matricule ou emploi
      </label>
      <input class="govuk-input govuk-input--width-20" id="q" name="q" type="search" value={place.search} />
    </div>
    <Select
      id="profil"
      name="profil"
      label="Profil"
      value={place.profile === 'none' ? 'sans' : String(place.profile ?? '')}
      options={[
        { value: '', text: 'Tous les salariés' },
        { value: 'sans', text: 'Sans profil' },
        ...about.question.profiles.map((profile, index) => ({
          value: String(index + 1),
          text: rankedProfile(profile, index + 1),
        })),
      ]}
    />
    <Button name="action" value="filtrer" variant="secondary">
      Filtrer
    </Button>
    <a class="govuk-link" href={linkTo('taskEmployeesTable', { id: about.task.id })}>
      Coller ou importer un tableau
    </a>
  </div>
);

interface BulkProps {
  readonly about: AffiliationOnPages;
  readonly total: number;
  readonly onPage: number;
  readonly errors: BoardErrors;
}

const Bulk = ({ about: { question }, total, onPage, errors }: BulkProps): JSX.Element => (
  <div class="tj-board-bulk">
    <div class="tj-selection__bar">
      <div id="select-all" />
      <Select
        id="vers"
        name="vers"
        label="Affecter les salariés cochés à"
        error={errors.bulk}
        options={[
          { value: '', text: 'Choisir un profil' },
          ...question.profiles.map((profile, index) => ({
            value: String(index + 1),
            text: `${String(index + 1)} – ${profileShown(profile)}`,
          })),
          { value: 'aucun', text: 'Aucun profil' },
        ]}
      />
      <Button name="action" value="affecter" variant="secondary">
        Affecter
      </Button>
    </div>
    {total > onPage ? (
      <Checkboxes
        name="tous"
        options={[{ value: 'oui', label: `Prendre toute cette liste (${employees(total)}), sur toutes ses pages` }]}
      />
    ) : null}
  </div>
);

interface ReadPagesProps {
  readonly id: number;
  readonly place: BoardPlace;
  readonly page: number;
  readonly pages: number;
}

const ReadPages = ({ id, place, page, pages }: ReadPagesProps): JSX.Element => (
  <Pagination
    previous={page > 1 ? linkTo('taskEmployees', { id }, queryOf({ ...place, page: page - 1 })) : null}
    next={page < pages ? linkTo('taskEmployees', { id }, queryOf({ ...place, page: page + 1 })) : null}
    label="Pages des salariés"
  />
);

/** Buttons and not links: going on to the next page keeps what was chosen on this one. */
const Pages = ({ page, pages }: { readonly page: number; readonly pages: number }): JSX.Element | null =>
  pages === 1 ? null : (
    <div class="govuk-button-group tj-board-pages">
      <span>
        Page {page} sur {pages}
      </span>
      {page > 1 ? (
        <Button name="action" value={`page-${String(page - 1)}`} variant="secondary">
          Page précédente
        </Button>
      ) : null}
      {page < pages ? (
        <Button name="action" value={`page-${String(page + 1)}`} variant="secondary">
          Page suivante
        </Button>
      ) : null}
    </div>
  );
