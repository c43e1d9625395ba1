import type { RateToWrite } from '#domain/feed/feed-writer';
import { completed } from '#domain/dsn/dsn-generator';
import { builtInReference } from '#domain/reference/reference';
import type { LocalDate } from '#domain/values/local-date';
import { rateOfHundredths, type Rate } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';
import { parseSiren, parseSiret, type Siren, type Siret } from '#domain/values/siret';

/** In which file of the January batch the caisse's answer for a company comes. */
export type Carrier = 'zip' | 'current' | 'older' | 'csv';

export interface SampleCompany {
  readonly siren: Siren;
  readonly name: string;
  /** Effectif retenu pour la tarification, as a spreadsheet writes it. */
  readonly headcount: string;
  readonly clientSince: LocalDate;
  readonly automation: boolean | null;
  readonly atmpAccount: boolean;
  /** Name of the DSN file: that of an accountant, or the company's own. */
  readonly dsn: string;
  readonly carrier: Carrier;
  readonly establishments: readonly SampleEstablishment[];
}

export interface SampleEstablishment {
  readonly siret: Siret;
  readonly story: string | null;
  readonly address: string;
  readonly postcode: string;
  readonly town: string;
  /** Not in the company file: nobody has named it before its own DSN does. */
  readonly unnamed: boolean;
  readonly staff: readonly StaffGroup[];
  readonly notified2024: readonly RateToWrite[];
  readonly notified2025: readonly RateToWrite[];
  readonly january: readonly RateToWrite[];
  /** A return of its own about an earlier date; null for most. */
  readonly correction: RateToWrite | null;
}

/** Employees declared under the same code and rate. */
export interface StaffGroup {
  readonly count: number;
  readonly code: RiskCode;
  readonly office: boolean;
  /** Null with 999ZZ. */
  readonly declared: Rate | null;
  readonly job: string;
  readonly regime: string;
  readonly artist: boolean;
  /** Monthly bases in euros; invented when absent. */
  readonly bases?: readonly number[];
}

const YEARS = {
  2024: { effectiveFrom: '2024-01-01', calculatedAt: '2023-12-28T08:12:00' },
  2025: { effectiveFrom: '2025-05-01', calculatedAt: '2025-05-02T07:40:00' },
  2026: { effectiveFrom: '2026-01-01', calculatedAt: '2026-01-03T06:25:00' },
} as const;
type Year = keyof typeof YEARS;

interface Line {
  readonly code?: string;
  readonly office?: string;
  readonly section?: string;
  readonly rate: number | string;
  readonly from?: string;
  readonly calculatedAt?: string;
}

/** What differs from an establishment of one rate, known since 2025 and renewed in January. Rates in hundredths. */
export interface Particulars {
  readonly story?: string;
  readonly job?: string;
  readonly section?: string;
  /** Net rates of 2024, 2025 and 2026; the national ones of the code when absent. */
  readonly rates?: readonly [y2024: number, y2025: number, y2026: number];
  readonly declared?: number;
  readonly bases?: readonly number[];
  readonly staff?: readonly Partial<StaffGroup>[];
  /** Whether the caisse's answers of 2024 and 2025 are in the samples; 2025 alone by default. */
  readonly history?: '2024' | '2025' | 'none';
  readonly january?: readonly Line[];
  readonly correction?: Line;
  readonly unnamed?: true;
}

interface CompanyFacts {
  readonly headcount: string;
  readonly since: string;
  readonly automation?: boolean;
  readonly atmpAccount?: false;
  readonly dsn: string;
  readonly carrier?: Carrier;
}

type Draft = (siren: Siren, nic: number) => SampleEstablishment;

/** The company number `index`: SIREN 999 xxx 14x, keys right, given to nobody we know of. */
export function company(index: number, name: string, facts: CompanyFacts, drafts: readonly Draft[]): SampleCompany {
  const siren = completed(`999${String(index).padStart(3, '0')}14`, parseSiren);
  return {
    siren,
    name,
    headcount: facts.headcount,
    clientSince: facts.since as LocalDate,
    automation: facts.automation ?? null,
    atmpAccount: facts.atmpAccount ?? true,
    dsn: facts.dsn,
    carrier: facts.carrier ?? 'zip',
    establishments: drafts.map((draft, rank) => draft(siren, rank + 1)),
  };
}

/** One establishment: `'35000 Rennes'`, its street, its code and how many work there. */
export function at(place: string, address: string, code: string, count: number, also: Particulars = {}): Draft {
  return (siren, nic) => {
    const siret = completed(`${siren}${String(nic).padStart(4, '0')}`, parseSiret);
    const rates = ratesOf(code, also);
    const yearly = (year: Year): RateToWrite => lineOf(siret, code, year, { rate: rates[year] }, also.section);
    const history = also.history ?? '2025';
    return {
      siret,
      story: also.story ?? null,
      address,
      postcode: place.slice(0, 5),
      town: place.slice(6),
      unnamed: also.unnamed ?? false,
      staff: staffOf(code, count, also.declared ?? rates[2025], also),
      notified2024: history === '2024' ? [yearly(2024)] : [],
      notified2025: history === 'none' ? [] : [yearly(2025)],
      january: (also.january ?? [{ rate: rates[2026] }]).map((line) => lineOf(siret, code, 2026, line, also.section)),
      correction: also.correction === undefined ? null : lineOf(siret, code, 2026, also.correction, also.section),
    };
  };
}

function ratesOf(code: string, { rates }: Particulars): Record<Year, number> {
  if (rates !== undefined) return { 2024: rates[0], 2025: rates[1], 2026: rates[2] };
  const national = (year: Year): number =>
    builtInReference().nationalRate(code as RiskCode, false, YEARS[year].effectiveFrom as LocalDate) ?? 0;
  return { 2024: national(2024), 2025: national(2025), 2026: national(2026) };
}

function staffOf(code: string, count: number, declared: number, also: Particulars): StaffGroup[] {
  const groups = also.staff ?? [{}];
  return groups.map((group) => ({
    count,
    code: code as RiskCode,
    office: false,
    declared: rateOfHundredths(declared),
    job: also.job ?? 'Employé',
    regime: '200',
    artist: false,
    ...(also.bases === undefined ? {} : { bases: also.bases }),
    ...group,
  }));
}

function lineOf(siret: Siret, code: string, year: Year, line: Line, section = '01'): RateToWrite {
  const { effectiveFrom, calculatedAt } = YEARS[year];
  return {
    siret,
    code: line.code ?? code,
    office: line.office ?? 'N',
    section: line.section ?? section,
    ctn: committee(line.code ?? code),
    rate: typeof line.rate === 'number' ? rateOfHundredths(line.rate) : line.rate,
    effectiveFrom: line.from ?? effectiveFrom,
    calculatedAt: line.calculatedAt ?? calculatedAt,
  };
}

/** A feed writes the letter of the CTN twice: `BB`. */
const committee = (code: string): string => (builtInReference().ctn(code as RiskCode) ?? '').repeat(2);
