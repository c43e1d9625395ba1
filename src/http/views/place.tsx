import type { JSX } from 'preact';

export interface Placed {
  readonly siret: string;
  readonly company: string | null;
  readonly town: string | null;
}

/** Which establishment a row is about. */
export const Place = ({ siret, company, town }: Placed): JSX.Element => (
  <>
    <strong>{company ?? 'Établissement inconnu'}</strong>
    <br />
    <span class="tj-fine">{town === null ? siret : `${town} · ${siret}`}</span>
  </>
);
