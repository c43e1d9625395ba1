import { inventedNir } from '#domain/dsn/dsn-writer';
import type { WrittenContract, WrittenEmployee } from '#domain/dsn/written';
import type { LocalDate } from '#domain/values/local-date';
import { cents, type Cents } from '#domain/values/money';
import { COMPANIES } from './portfolio';
import type { SampleCompany, SampleEstablishment, StaffGroup } from './sample-company';

const FIRST_NAMES =
  'Adèle Amine Anaïs Bastien Camille Cédric Chloé Damien Élodie Fatou Florian Gaëlle Hugo Inès Jérôme Karim Léa Loïc Maëlle Mathieu Nadia Noé Océane Paul Quentin Rachel Rémi Salomé Sofiane Théo Ulysse Valérie Yann Zoé'.split(
    ' ',
  );
const LAST_NAMES =
  'Abadie Barbier Chevalier Delorme Esnault Faucher Gauthier Hamon Imbert Jolivet Kermarrec Lacombe Marchand Noiret Ollivier Pelletier Quéméner Rousseau Sauvage Texier Urbain Vasseur Weber Yvon Zeller Aubry Besson Carlier Dupuis Fontaine Guérin'.split(
    ' ',
  );

export interface Employed {
  readonly matricule: string;
  readonly group: StaffGroup;
  readonly written: WrittenEmployee;
}

/** Everybody of one establishment, the same at every call. */
export function employeesOf(company: SampleCompany, establishment: SampleEstablishment): readonly Employed[] {
  const first = firstRank(company, establishment);
  const groups = establishment.staff.flatMap((group) =>
    Array.from({ length: group.count }, (_, rank) => ({ group, rank })),
  );
  return groups.map(({ group, rank }, index) => {
    const position = index + 1 + company.establishments.indexOf(establishment) * 100;
    const matricule = `M${String(position).padStart(4, '0')}`;
    return { matricule, group, written: employeeOf(first + index, matricule, group, group.bases?.[rank]) };
  });
}

/** How many people the companies and establishments before this one employ: nobody bears the name of the neighbour. */
function firstRank(company: SampleCompany, establishment: SampleEstablishment): number {
  const all = COMPANIES.flatMap(({ establishments }) => establishments);
  const own = company.establishments.indexOf(establishment);
  const place = all.findIndex(({ siret }) => siret === company.establishments[own]?.siret);
  return all.slice(0, place).reduce((sum, { staff }) => sum + headcountOf(staff), 0);
}

export const headcountOf = (staff: readonly StaffGroup[]): number => staff.reduce((sum, { count }) => sum + count, 0);

function employeeOf(index: number, matricule: string, group: StaffGroup, base: number | undefined): WrittenEmployee {
  const contract: WrittenContract = {
    number: '00001',
    startedOn: hiredOn(index, group),
    endedOn: null,
    nature: '01',
    pcs: null,
    jobTitle: group.job,
    regime: group.regime,
    code: group.code,
    office: group.office,
    rate: group.declared,
    base: base === undefined ? inventedBase(index) : cents(base * 100),
  };
  return {
    matricule,
    lastName: LAST_NAMES[(index * 7) % LAST_NAMES.length] ?? '',
    firstName: FIRST_NAMES[index % FIRST_NAMES.length] ?? '',
    nir: inventedNir(index),
    contracts: [contract],
  };
}

/** Where the first notice has not come yet, nobody was there before the opening. */
const hiredOn = (index: number, { declared }: StaffGroup): LocalDate =>
  (declared === null
    ? '2025-10-01'
    : `20${String(15 + (index % 9))}-${String((index % 12) + 1).padStart(2, '0')}-01`) as LocalDate;

/** 1 850 to 3 240 €, in steps of ten. */
const inventedBase = (index: number): Cents => cents(185_000 + ((index * 37) % 140) * 1_000);
