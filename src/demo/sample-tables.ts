import { csvTable } from './csv';
import { COMPANIES, establishmentOf } from './portfolio';
import { NEW_CLIENTS } from './portfolio-stories';
import type { SampleCompany } from './sample-company';
import type { SampleFile } from './sample-file';
import { employeesOf } from './staff';

/** Company facts that no DSN carries: one file of old clients, one of those who join in January 2026. */
export function companyFiles(): readonly SampleFile[] {
  const joins = ({ dsn }: SampleCompany): boolean => dsn === NEW_CLIENTS;
  return [
    { path: 'entreprises/clients.csv', bytes: companyTable(COMPANIES.filter((company) => !joins(company))) },
    { path: 'entreprises/nouveaux-clients-2026-01.csv', bytes: companyTable(COMPANIES.filter(joins)) },
  ];
}

const COMPANY_COLUMNS = 'siren;nom;effectif;client_depuis;automatisation;compte_atmp;nic;code_postal'.split(';');

function companyTable(companies: readonly SampleCompany[]): Uint8Array {
  const rows = companies.flatMap((company) => {
    const { siren, name, headcount, clientSince, automation, atmpAccount, establishments } = company;
    const facts = [siren, name, headcount, clientSince, yesNo(automation), yesNo(atmpAccount)];
    return establishments
      .filter(({ unnamed }) => !unnamed)
      .map(({ siret, postcode }) => [...facts, siret.slice(9), postcode]);
  });
  return csvTable([COMPANY_COLUMNS, ...rows]);
}

function yesNo(said: boolean | null): string {
  if (said === null) return '';
  return said ? 'oui' : 'non';
}

/** Who of the theatre is an artist: no rubrique of a DSN says so. */
export function artistsFile(): SampleFile {
  const { company, establishment } = establishmentOf('artists');
  const artists = employeesOf(company, establishment).filter(({ group }) => group.artist);
  const rows = artists.map(({ matricule, group }) => [matricule, '00001', group.code, '2025-11-01', 'artiste']);
  return {
    path: 'affiliations/artistes.csv',
    bytes: csvTable([['matricule', 'contrat', 'profil', 'depuis', 'population'], ...rows]),
  };
}
