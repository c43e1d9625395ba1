import type { TariffZone } from '#domain/tariff/zone';
import type { ExpectedMode } from '#domain/tariff/expected-mode';

/** Figures as people write them; the specs parse them. What is absent is not known. */
export interface Situation {
  readonly headcount?: string;
  readonly postcode?: string;
  readonly btp?: boolean;
  readonly createdOn?: string;
  readonly codes?: readonly string[];
  readonly on?: string;
}

/** Each row says why its answer is the right one. */
export interface ModeCase extends Situation {
  readonly situation: string;
  readonly mode: ExpectedMode['mode'];
  readonly article: string;
  readonly because: string;
}

const BY_HEADCOUNT = 'CSS D. 242-6-2';
const LOCAL = 'CSS D. 242-30';
const BOTH = 'CSS D. 242-6-2 et CSS D. 242-30';
const LYON = '69003';
const METZ = '57000';

export const MODE_CASES: readonly ModeCase[] = [
  {
    situation: 'a bakery of 12 in Lyon',
    headcount: '12',
    postcode: LYON,
    btp: false,
    mode: 'COLLECTIVE',
    article: BY_HEADCOUNT,
    because: 'below 20',
  },
  {
    situation: 'a mean of 19,997 employees in Lyon',
    headcount: '19,997',
    postcode: LYON,
    btp: false,
    mode: 'COLLECTIVE',
    article: BY_HEADCOUNT,
    because: 'the mean is cut to 19,99, not rounded to 20',
  },
  {
    situation: '20 employees in Lyon',
    headcount: '20',
    postcode: LYON,
    btp: false,
    mode: 'MIXED',
    article: BY_HEADCOUNT,
    because: '20 is the first mixed headcount',
  },
  {
    situation: '149,99 employees in Lyon',
    headcount: '149,99',
    postcode: LYON,
    btp: false,
    mode: 'MIXED',
    article: BY_HEADCOUNT,
    because: 'below 150',
  },
  {
    situation: 'a mason of 150 in Lyon',
    headcount: '150',
    postcode: LYON,
    btp: true,
    mode: 'INDIVIDUAL',
    article: BY_HEADCOUNT,
    because: 'outside Alsace-Moselle the BTP has no threshold of its own',
  },
  {
    situation: '49,99 employees in Metz',
    headcount: '49,99',
    postcode: METZ,
    btp: false,
    mode: 'COLLECTIVE',
    article: LOCAL,
    because: 'the local threshold is 50',
  },
  {
    situation: '50 employees in Metz',
    headcount: '50',
    postcode: METZ,
    btp: false,
    mode: 'MIXED',
    article: LOCAL,
    because: '50 is the first mixed headcount there',
  },
  {
    situation: '150 employees in Metz',
    headcount: '150',
    postcode: METZ,
    btp: false,
    mode: 'INDIVIDUAL',
    article: LOCAL,
    because: 'as elsewhere from 150',
  },
  {
    situation: 'a mason of 220 in Colmar',
    headcount: '220',
    postcode: '68000',
    btp: true,
    mode: 'MIXED',
    article: LOCAL,
    because: 'the local BTP stays mixed up to 300',
  },
  {
    situation: 'a mason of 300 in Strasbourg',
    headcount: '300',
    postcode: '67000',
    btp: true,
    mode: 'INDIVIDUAL',
    article: LOCAL,
    because: '300 is the first individual headcount of the local BTP',
  },
  {
    situation: '12 employees, place unknown',
    headcount: '12',
    btp: false,
    mode: 'COLLECTIVE',
    article: BOTH,
    because: 'collective in any zone',
  },
  {
    situation: '90 employees, place and trade unknown',
    headcount: '90',
    mode: 'MIXED',
    article: BOTH,
    because: 'mixed in any zone',
  },
  {
    situation: '30 employees, place unknown',
    headcount: '30',
    btp: false,
    mode: 'UNKNOWN',
    article: BOTH,
    because: 'mixed in Lyon, collective in Metz: the postcode is asked for',
  },
  {
    situation: '200 employees in Metz, trade unknown',
    headcount: '200',
    postcode: METZ,
    mode: 'UNKNOWN',
    article: LOCAL,
    because: 'mixed if BTP, else individual',
  },
  {
    situation: '200 employees in Lyon, trade unknown',
    headcount: '200',
    postcode: LYON,
    mode: 'INDIVIDUAL',
    article: BY_HEADCOUNT,
    because: 'the trade changes nothing there',
  },
  {
    situation: 'headcount unknown in Lyon',
    postcode: LYON,
    btp: false,
    mode: 'UNKNOWN',
    article: BY_HEADCOUNT,
    because: 'nothing to compare with the thresholds',
  },
  {
    situation: 'a plant of 620 opened in September 2023, asked in its first year',
    headcount: '620',
    postcode: LYON,
    btp: false,
    createdOn: '2023-09-04',
    on: '2023-12-31',
    mode: 'COLLECTIVE',
    article: 'CSS D. 242-6-17',
    because: 'year of creation',
  },
  {
    situation: 'the same on the last day of the second year that follows',
    headcount: '620',
    postcode: LYON,
    btp: false,
    createdOn: '2023-09-04',
    on: '2025-12-31',
    mode: 'COLLECTIVE',
    article: 'CSS D. 242-6-17',
    because: 'two civil years follow the creation',
  },
  {
    situation: 'the same one day later',
    headcount: '620',
    postcode: LYON,
    btp: false,
    createdOn: '2023-09-04',
    on: '2026-01-01',
    mode: 'INDIVIDUAL',
    article: BY_HEADCOUNT,
    because: 'no longer new: its 620 employees decide',
  },
  {
    situation: 'a new establishment of unknown headcount',
    createdOn: '2025-03-01',
    on: '2026-02-01',
    mode: 'COLLECTIVE',
    article: 'CSS D. 242-6-17',
    because: 'new whatever the headcount',
  },
  {
    situation: 'a household employer of 950ZA with 400 employees',
    headcount: '400',
    postcode: LYON,
    btp: false,
    codes: ['950ZA'],
    mode: 'COLLECTIVE',
    article: 'CSS D. 242-6-22',
    because: 'its category takes the published rate without notice',
  },
  {
    situation: 'sales representatives (511TG) beside transport (602MG), 200 employees',
    headcount: '200',
    postcode: LYON,
    btp: false,
    codes: ['511TG', '602MG'],
    mode: 'INDIVIDUAL',
    article: BY_HEADCOUNT,
    because: 'one code is notified, so the headcount decides',
  },
  {
    situation: 'an establishment that waits for its first notice, 8 employees',
    headcount: '8',
    postcode: LYON,
    codes: ['999ZZ'],
    mode: 'COLLECTIVE',
    article: BY_HEADCOUNT,
    because: '999ZZ says nothing about the risk',
  },
  {
    situation: 'a farm (RA110)',
    headcount: '8',
    postcode: LYON,
    codes: ['RA110'],
    mode: 'UNKNOWN',
    article: 'régime agricole (MSA)',
    because: 'the MSA has its own rates and rules',
  },
];

export interface MixCase {
  readonly headcount: string;
  readonly zone: TariffZone;
  readonly collective: string;
  readonly individual: string;
  readonly net: string;
  readonly because: string;
}

export const MIX_CASES: readonly MixCase[] = [
  {
    headcount: '64',
    zone: 'ELSEWHERE',
    collective: '1.90',
    individual: '4.15',
    net: '2.81',
    because: 'individual part 0,9/130 × 44 + 0,1 = 0,404615; with (E − 19)/131 it would be 2,67',
  },
  {
    headcount: '20',
    zone: 'ELSEWHERE',
    collective: '1.90',
    individual: '4.15',
    net: '2.13',
    because: 'the individual part begins at one tenth; 2,125 goes up',
  },
  {
    headcount: '19.99',
    zone: 'ELSEWHERE',
    collective: '1.90',
    individual: '4.15',
    net: '1.90',
    because: 'collective below 20',
  },
  {
    headcount: '33.5',
    zone: 'ELSEWHERE',
    collective: '3.20',
    individual: '1.06',
    net: '2.79',
    because: 'half employees count: individual part 0,193462',
  },
  {
    headcount: '72',
    zone: 'ELSEWHERE',
    collective: '2.40',
    individual: '1.10',
    net: '1.80',
    because: 'individual part 0,46: 1,802',
  },
  {
    headcount: '150',
    zone: 'ELSEWHERE',
    collective: '1.90',
    individual: '4.15',
    net: '4.15',
    because: 'individual from 150',
  },
  {
    headcount: '64',
    zone: 'ALSACE_MOSELLE',
    collective: '1.90',
    individual: '4.15',
    net: '2.70',
    because: '(0,075 × 64 − 1,25) / 10 = 0,355',
  },
  {
    headcount: '50',
    zone: 'ALSACE_MOSELLE',
    collective: '1.90',
    individual: '4.15',
    net: '2.46',
    because: 'the local mix begins at one quarter',
  },
  {
    headcount: '49.99',
    zone: 'ALSACE_MOSELLE',
    collective: '1.90',
    individual: '4.15',
    net: '1.90',
    because: 'collective below 50',
  },
  {
    headcount: '200',
    zone: 'ALSACE_MOSELLE_BTP',
    collective: '1.90',
    individual: '4.15',
    net: '3.48',
    because: '(0,075 × 200 + 2,5) / 25 = 0,7: 3,475 goes up',
  },
  {
    headcount: '64',
    zone: 'ALSACE_MOSELLE_BTP',
    collective: '1.90',
    individual: '4.15',
    net: '2.56',
    because: '(0,075 × 64 + 2,5) / 25 = 0,292',
  },
  {
    headcount: '300',
    zone: 'ALSACE_MOSELLE_BTP',
    collective: '5.00',
    individual: '9.00',
    net: '9.00',
    because: 'individual from 300',
  },
];

export interface CapCase {
  readonly mode: 'COLLECTIVE' | 'MIXED' | 'INDIVIDUAL';
  readonly previous: string;
  readonly computed: string;
  readonly notified: string;
  readonly because: string;
}

export const CAP_CASES: readonly CapCase[] = [
  { mode: 'MIXED', previous: '1.75', computed: '3.20', notified: '2.75', because: '4 or less: at most one point more' },
  { mode: 'MIXED', previous: '2.60', computed: '1.20', notified: '1.80', because: '4 or less: at most 0,8 point less' },
  { mode: 'MIXED', previous: '4.00', computed: '6.00', notified: '5.00', because: '4 exactly still counts in points' },
  { mode: 'INDIVIDUAL', previous: '5.20', computed: '8.00', notified: '6.50', because: 'above 4: at most 25 % more' },
  { mode: 'INDIVIDUAL', previous: '5.20', computed: '3.00', notified: '4.16', because: 'above 4: at most 20 % less' },
  {
    mode: 'INDIVIDUAL',
    previous: '4.01',
    computed: '9.99',
    notified: '5.01',
    because: '+25 % is 5,0125, which may not be passed',
  },
  {
    mode: 'INDIVIDUAL',
    previous: '4.01',
    computed: '1.00',
    notified: '3.21',
    because: '−20 % is 3,208, which may not be passed',
  },
  { mode: 'MIXED', previous: '1.75', computed: '2.10', notified: '2.10', because: 'within the bounds nothing changes' },
  {
    mode: 'MIXED',
    previous: '0.60',
    computed: '0.46',
    notified: '0.46',
    because: 'the lower bound never binds below 0',
  },
  { mode: 'COLLECTIVE', previous: '1.75', computed: '3.20', notified: '3.20', because: 'collective rates have no cap' },
];

export interface NetRateCase {
  readonly year: string;
  readonly brut: string;
  /** Any day of the year's table: its majorations are read from the reference. */
  readonly on: string;
  readonly net: string;
  readonly because: string;
}

export const NET_RATE_CASES: readonly NetRateCase[] = [
  { year: '2023', brut: '1.45', on: '2023-06-30', net: '2.84', because: '(1,45 + 0,16) × 1,58 + 0,30 = 2,8438' },
  { year: '2024', brut: '2.64', on: '2024-06-30', net: '4.63', because: '(2,64 + 0,17) × 1,58 + 0,19 = 4,6298' },
  { year: '2025', brut: '3.07', on: '2025-06-30', net: '5.29', because: '(3,07 + 0,18) × 1,56 + 0,22 = 5,29' },
  { year: '2025, still under 2024', brut: '0.00', on: '2025-04-30', net: '0.46', because: 'the 2024 floor' },
  { year: '2025 from May', brut: '0.00', on: '2025-05-01', net: '0.50', because: 'the 2025 floor' },
];

export interface PenaltyCase {
  readonly company: string;
  readonly employees: number;
  readonly year: number;
  readonly perEmployee: string;
  readonly total: string;
  readonly because: string;
}

export const PENALTY_CASES: readonly PenaltyCase[] = [
  {
    company: '7',
    employees: 7,
    year: 2026,
    perEmployee: '21.00',
    total: '147.00',
    because: '0,5 % of 4 005 = 20,03, rounded up to the euro',
  },
  {
    company: '19,99',
    employees: 20,
    year: 2024,
    perEmployee: '20.00',
    total: '400.00',
    because: 'below 20: 0,5 % of 3 864 = 19,32',
  },
  {
    company: '20',
    employees: 20,
    year: 2026,
    perEmployee: '41.00',
    total: '820.00',
    because: 'from 20: 1 % of 4 005 = 40,05',
  },
  {
    company: '48',
    employees: 15,
    year: 2025,
    perEmployee: '40.00',
    total: '600.00',
    because: 'only the 15 of the establishment not enrolled; 1 % of 3 925 = 39,25',
  },
  {
    company: '150',
    employees: 30,
    year: 2026,
    perEmployee: '61.00',
    total: '1830.00',
    because: 'from 150: 1,5 % of 4 005 = 60,08',
  },
  {
    company: '510',
    employees: 510,
    year: 2026,
    perEmployee: '61.00',
    total: '10000.00',
    because: '31 110 € is more than the yearly ceiling',
  },
];
