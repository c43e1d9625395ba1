/** What the Journal officiel's tables answer on a day; null where they say nothing. */
export interface RateOnDay {
  readonly code: string;
  readonly on: string;
  readonly rate: string | null;
  readonly because: string;
}

export const RATES_ON_DAYS: readonly RateOnDay[] = [
  { code: '511TH', on: '2024-12-31', rate: '0.77', because: 'arrêté of 27 December 2023' },
  { code: '511TH', on: '2025-01-01', rate: '0.77', because: 'no table began in January 2025: the former rate goes on' },
  { code: '511TH', on: '2025-04-30', rate: '0.77', because: 'last day of the 2024 table' },
  { code: '511TH', on: '2025-05-01', rate: '0.76', because: 'arrêté of 29 April 2025, not retroactive' },
  { code: '511TH', on: '2026-01-01', rate: '0.73', because: 'arrêté of 30 December 2025' },
  { code: '60.2MG', on: '2025-04-30', rate: '5.22', because: 'transport under the 2024 table' },
  { code: '60.2MG', on: '2025-05-01', rate: '5.36', because: 'transport under the 2025 table' },
  { code: '60.2MG', on: '2026-07-14', rate: '5.40', because: 'transport under the 2026 table' },
  { code: '602MG', on: '2031-01-01', rate: '5.40', because: 'the last table goes on until a new one is given' },
  { code: '452BE', on: '2020-01-01', rate: '8.10', because: 'one decimal in the Journal officiel of 2020' },
  { code: '452BE', on: '2019-12-31', rate: null, because: 'tables before 2020 are not carried' },
  { code: '45.4MC', on: '2025-12-31', rate: null, because: 'the code is new in 2026' },
  { code: '45.4MC', on: '2026-01-01', rate: '2.08', because: 'new in the 2026 table' },
  { code: '751AE', on: '2020-12-31', rate: '1.60', because: 'still priced in 2020' },
  { code: '751AE', on: '2021-01-01', rate: null, because: 'gone from the 2021 table' },
  { code: '266JB', on: '2026-01-01', rate: '99.00', because: 'genuine, however high' },
  { code: '401ZE', on: '2026-01-01', rate: '0.16', because: 'genuine, though below the floor (regime 147)' },
  { code: '802AA', on: '2026-01-01', rate: null, because: 'four decimals: kept outside payroll' },
  { code: '752EC', on: '2026-01-01', rate: null, because: 'declared in DSN, never priced by the Journal officiel' },
  { code: 'RA110', on: '2026-01-01', rate: null, because: 'the MSA has its own rates' },
  { code: '452BEB', on: '2026-02-01', rate: '0.71', because: 'fonctions supports of the BTP: 00.00A' },
  { code: '452BEB', on: '2025-04-30', rate: '0.60', because: '00.00A of the 2024 table' },
  { code: '602MGB', on: '2026-02-01', rate: '0.64', because: 'fonctions supports outside the BTP: 00.00B' },
  { code: '703CBB', on: '2021-12-31', rate: '0.90', because: 'last day of this B form: 00.00B of 2021' },
  { code: '703CBB', on: '2022-01-01', rate: null, because: 'this B form is closed' },
  { code: '511THB', on: '2026-01-01', rate: null, because: 'no B form of this code' },
  { code: 'RA110B', on: '2026-01-01', rate: null, because: 'the MSA has its own fonctions supports rate' },
];

export interface StandingCase {
  readonly code: string;
  readonly on: string;
  readonly standing: 'known' | 'unknown' | 'not-yet' | 'closed' | 'no-office-form';
  readonly because: string;
}

export const STANDINGS: readonly StandingCase[] = [
  { code: '602MG', on: '2026-01-01', standing: 'known', because: 'in RAT and in the table' },
  { code: '602MD', on: '2026-01-01', standing: 'unknown', because: "only the norm's example" },
  { code: '454MC', on: '2025-12-31', standing: 'not-yet', because: 'opens on 1 January 2026' },
  { code: '454MC', on: '2026-01-01', standing: 'known', because: 'its first day' },
  { code: '752EC', on: '2026-01-01', standing: 'known', because: 'RAT knows it though it has no published rate' },
  { code: '751AE', on: '2020-06-30', standing: 'known', because: "in that day's Journal officiel, not in RAT" },
  { code: '751AE', on: '2021-01-01', standing: 'closed', because: 'priced until 2020 only' },
  { code: '751AE', on: '2019-06-30', standing: 'not-yet', because: 'before the first table we carry' },
  { code: '751AEB', on: '2020-06-30', standing: 'no-office-form', because: 'RAT has no B form of it' },
  { code: '999ZZ', on: '2026-01-01', standing: 'known', because: 'waiting for the first notice is declared so' },
  { code: '602MGB', on: '2016-12-31', standing: 'not-yet', because: 'opened with its base code on 1 January 2017' },
  { code: '602MGB', on: '2026-01-01', standing: 'known', because: 'open B form' },
  { code: '753AAB', on: '2021-12-31', standing: 'known', because: 'its last day' },
  { code: '753AAB', on: '2022-01-01', standing: 'closed', because: 'one of the nineteen B forms closed in 2021' },
  { code: '511THB', on: '2026-01-01', standing: 'no-office-form', because: 'the base code exists alone' },
  { code: '602MDB', on: '2026-01-01', standing: 'unknown', because: 'neither the code nor its B form' },
  { code: 'RA110', on: '1999-01-01', standing: 'known', because: 'MSA codes have no known beginning' },
  { code: 'RA110B', on: '2026-01-01', standing: 'known', because: 'MSA B form' },
  { code: 'RA801', on: '2026-01-01', standing: 'unknown', because: 'RAT holds its B form only' },
  { code: 'RA801B', on: '2026-01-01', standing: 'known', because: 'the B form that stands alone' },
];

export interface PlaceCase {
  readonly postcode: string;
  readonly department: string | null;
  readonly alsaceMoselle: boolean | null;
  readonly caisse: string | null;
}

export const PLACES: readonly PlaceCase[] = [
  { postcode: '69003', department: '69', alsaceMoselle: false, caisse: 'Carsat Rhône-Alpes' },
  { postcode: '57050', department: '57', alsaceMoselle: true, caisse: 'Carsat Alsace-Moselle' },
  { postcode: '67200', department: '67', alsaceMoselle: true, caisse: 'Carsat Alsace-Moselle' },
  { postcode: '68100', department: '68', alsaceMoselle: true, caisse: 'Carsat Alsace-Moselle' },
  { postcode: '88000', department: '88', alsaceMoselle: false, caisse: 'Carsat Nord-Est' },
  { postcode: '01000', department: '01', alsaceMoselle: false, caisse: 'Carsat Rhône-Alpes' },
  { postcode: '75011', department: '75', alsaceMoselle: false, caisse: 'Cramif' },
  { postcode: '20090', department: '2A', alsaceMoselle: false, caisse: 'Carsat Sud-Est' },
  { postcode: '20137', department: '2A', alsaceMoselle: false, caisse: 'Carsat Sud-Est' },
  { postcode: '20200', department: '2B', alsaceMoselle: false, caisse: 'Carsat Sud-Est' },
  { postcode: '97110', department: '971', alsaceMoselle: false, caisse: 'CGSS Guadeloupe' },
  { postcode: '97200', department: '972', alsaceMoselle: false, caisse: 'CGSS Martinique' },
  { postcode: '97300', department: '973', alsaceMoselle: false, caisse: 'CGSS Guyane' },
  { postcode: '97410', department: '974', alsaceMoselle: false, caisse: 'CGSS La Réunion' },
  { postcode: '97600', department: '976', alsaceMoselle: false, caisse: 'CSS Mayotte' },
  { postcode: '97133', department: '977', alsaceMoselle: false, caisse: null },
  { postcode: '97150', department: '978', alsaceMoselle: false, caisse: null },
  { postcode: '98800', department: '988', alsaceMoselle: false, caisse: null },
  { postcode: '00100', department: null, alsaceMoselle: null, caisse: null },
  { postcode: '96000', department: null, alsaceMoselle: null, caisse: null },
  { postcode: '5705', department: null, alsaceMoselle: null, caisse: null },
  { postcode: 'METZ', department: null, alsaceMoselle: null, caisse: null },
];
