import { completed } from '#domain/dsn/dsn-generator';
import { writeDsn, type WrittenDeclaration } from '#domain/dsn/dsn-writer';
import { encodeText } from '#domain/dsn/text';
import { addMonths, type Period } from '#domain/values/local-date';
import { parseSiret } from '#domain/values/siret';
import { COMPANIES } from './portfolio';
import { NEW_CLIENTS } from './portfolio-stories';
import type { SampleCompany } from './sample-company';
import type { SampleFile } from './sample-file';
import { employeesOf } from './staff';

const NOVEMBER = '2025-11' as Period;
const DECEMBER = addMonths(NOVEMBER, 1);

/** Who sends the files that hold several companies; the others are sent by the company itself. */
const SENDERS: Readonly<Record<string, string>> = {
  'cabinet-estuaire': 'Cabinet Estuaire',
  'cabinet-lumiere': 'Cabinet Lumière',
  [NEW_CLIENTS]: 'Ancien prestataire de paie',
};

/** One file per sender and month; those of the new clients come together, both months at once. */
export function dsnFiles(): readonly SampleFile[] {
  const senders = [...new Set(COMPANIES.map(({ dsn }) => dsn))];
  return senders.flatMap((sender) => {
    const companies = COMPANIES.filter(({ dsn }) => dsn === sender);
    if (sender === NEW_CLIENTS) return [fileOf(`dsn/${sender}.dsn`, companies, [NOVEMBER, DECEMBER])];
    return [NOVEMBER, DECEMBER].flatMap((period) =>
      known(companies, period).length === 0
        ? []
        : [fileOf(`dsn/${period}/${sender}.dsn`, known(companies, period), [period])],
    );
  });
}

/** What opens in December is in no DSN of November. */
const known = (companies: readonly SampleCompany[], period: Period): readonly SampleCompany[] =>
  companies
    .map((company) => ({
      ...company,
      establishments: company.establishments.filter(({ unnamed }) => !unnamed || period === DECEMBER),
    }))
    .filter(({ establishments }) => establishments.length > 0);

function fileOf(path: string, companies: readonly SampleCompany[], periods: readonly Period[]): SampleFile {
  const declarations = periods.flatMap((period) => companies.map((company) => declarationOf(company, period)));
  const [first] = companies;
  const sender = {
    siret: completed('9999900010001', parseSiret),
    name: SENDERS[first?.dsn ?? ''] ?? first?.name.replaceAll('’', "'") ?? '',
  };
  return { path, bytes: encodeText(writeDsn({ sender, declarations })) };
}

const declarationOf = (company: SampleCompany, period: Period): WrittenDeclaration => ({
  period,
  order: 1,
  establishments: company.establishments.map((establishment) => {
    const { siret, address, postcode, town } = establishment;
    const employees = employeesOf(company, establishment).map(({ written }) => written);
    return { siret, address, postcode, town, employees };
  }),
});
