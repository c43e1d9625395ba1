import type { JSX } from 'preact';
import type { EstablishmentRates } from '#application/rates/read-establishment-rates';
import type { ProfileStaff } from '#application/rates/profile-staff';
import { keyText } from '#domain/rates/profile';
import { frenchDate } from '#domain/values/local-date';
import { linkTo } from '../paths';
import { PageHeading } from '../ui/page-heading';
import { Pagination } from '../ui/pagination';
import { Table } from '../ui/table';
import { EstablishmentCaption, employeeName } from '../views/establishment';
import { profileName, rateWords } from '../views/profiles';
import { counted } from '../views/words';

const ROWS = 100;

interface StaffProps {
  readonly rates: EstablishmentRates;
  /** Key of a profile, or `sans` for those without a rate. */
  readonly profile: string;
  /** From 1. */
  readonly page: number;
}

/** Who is paid at one rate, by matricule. */
export function StaffPage({ rates, profile, page }: StaffProps): JSX.Element {
  const { establishment, staff, current, today } = rates;
  const named = current?.sheet.profiles.find((one) => keyText(one) === profile);
  const all: readonly Listed[] = named === undefined ? staff.blocked : (staff.byProfile.get(profile) ?? []);
  const shown = all.slice((page - 1) * ROWS, page * ROWS);
  const pageLink = (number: number): string =>
    linkTo('establishmentStaff', { siret: establishment.siret }, { profil: profile, page: number });
  return (
    <>
      <PageHeading caption={<EstablishmentCaption place={establishment} />}>
        {named === undefined ? 'Contrats sans taux' : `Salariés au taux ${rateWords(named)} (${profileName(named)})`}
      </PageHeading>
      <Table
        caption={`${counted(all.length, 'contrat')} au ${frenchDate(today)}`}
        columns={['Salarié', 'Contrat', 'Depuis le', ...(named === undefined ? ['Pourquoi'] : [])].map((label) => ({
          label,
        }))}
        empty="Aucun salarié ce jour-là."
        rows={shown.map(cellsOf)}
      />
      <Pagination
        previous={page > 1 ? pageLink(page - 1) : null}
        next={all.length > page * ROWS ? pageLink(page + 1) : null}
        label="Pages des salariés"
      />
    </>
  );
}

type Listed = ProfileStaff['awaiting'][number] & { readonly because?: string };

const cellsOf = (contract: Listed): string[] => [
  employeeName(contract),
  contract.number,
  frenchDate(contract.startedOn),
  ...(contract.because === undefined ? [] : [contract.because]),
];
