import type { JSX } from 'preact';
import type { AffiliationOnPages } from '#application/affiliation/read-affiliation';
import { profileShown } from '#domain/journey/profile-answer';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Checkboxes } from '../ui/checkboxes';
import { Pagination } from '../ui/pagination';
import { Select } from '../ui/select';
import { queryOf, type BoardPlace } from './board-form';
import { employees, rankedProfile } from './words';

export interface BoardErrors {
  /** By `contractText`. */
  readonly rows: ReadonlyMap<string, string>;
  /** At the choice for many. */
  readonly bulk: string | undefined;
}

interface FiltersProps {
  readonly about: AffiliationOnPages;
  readonly place: BoardPlace;
}

/** What narrows the list; first in the form, so that the enter key searches. */
export const Filters = ({ about, place }: FiltersProps): JSX.Element => (
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

export const Bulk = ({ about: { question }, total, onPage, errors }: BulkProps): JSX.Element => (
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

export const ReadPages = ({ id, place, page, pages }: ReadPagesProps): JSX.Element => (
  <Pagination
    previous={page > 1 ? linkTo('taskEmployees', { id }, queryOf({ ...place, page: page - 1 })) : null}
    next={page < pages ? linkTo('taskEmployees', { id }, queryOf({ ...place, page: page + 1 })) : null}
    label="Pages des salariés"
  />
);

/** Buttons and not links: going on to the next page keeps what was chosen on this one. */
export const Pages = ({ page, pages }: { readonly page: number; readonly pages: number }): JSX.Element | null =>
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
