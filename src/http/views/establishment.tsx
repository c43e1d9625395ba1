import type { JSX } from 'preact';

export interface NamedPlace {
  readonly siret: string;
  readonly siren: string;
  readonly name: string | null;
  readonly town: string | null;
}

/** `Menuiserie Kerbrat, Quimper`; the SIRET while nobody has said the name. */
export const establishmentName = ({ name, town, siret }: Pick<NamedPlace, 'name' | 'town' | 'siret'>): string =>
  [name ?? `Établissement ${siret}`, ...(town === null ? [] : [town])].join(', ');

/** Over the heading of a page about one establishment. */
export const EstablishmentCaption = ({ place }: { readonly place: NamedPlace }): JSX.Element => (
  <>
    {establishmentName(place)} · <span class="tj-figures">{place.siret}</span>
  </>
);

/** Many employees are named with their matricule, as two may bear one name. */
export const employeeName = (employee: {
  readonly matricule: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}): string => {
  const names = [employee.firstName, employee.lastName].filter((part) => part !== null).join(' ');
  return names === '' ? employee.matricule : `${names} (${employee.matricule})`;
};
