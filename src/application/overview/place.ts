import { caisseOf } from '#domain/reference/places';
import type { Reference } from '#domain/reference/reference';
import { isAgricultural, type RiskCode } from '#domain/values/risk-code';

/** Where an establishment is, as every list shows it. */
export interface Place {
  readonly siret: string;
  readonly company: string | null;
  readonly town: string | null;
  /** Who decides its rates; null where the postcode does not tell. */
  readonly caisse: string | null;
}

interface PlacedRow {
  readonly siret: string;
  readonly company: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
}

export const placeOf = ({ siret, company, town, postcode }: PlacedRow, code: string | null): Place => ({
  siret,
  company,
  town,
  caisse: code !== null && isAgricultural(code as RiskCode) ? 'MSA' : (caisseOf(postcode)?.name ?? null),
});

const OFFICE = /^(.{5})B$/;

/** What the Journal officiel calls the risk, cut to `length`; `452BEB` also says that it is the office form. */
export function labelOf(dsnCode: string, reference: Reference, length = 72): string | null {
  const base = OFFICE.exec(dsnCode)?.[1];
  if (isAgricultural(dsnCode as RiskCode)) return 'Régime agricole';
  const label = reference.label((base ?? dsnCode) as RiskCode);
  if (label === null) return null;
  const whole = label.replace(/\.\s*$/, '');
  const short =
    whole.length <= length
      ? whole
      : `${whole
          .slice(0, length)
          .replace(/\s+\S*$/, '')
          .replace(/[\s.,;:(]+$/, '')}…`;
  return base === undefined ? short : `Fonctions supports · ${short}`;
}
