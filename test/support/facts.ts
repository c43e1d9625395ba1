import { IngestFeeds } from '#application/intake/ingest-feeds';
import type { IngestReport } from '#application/intake/ingest-report';
import { parseRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { parseRiskCode } from '#domain/values/risk-code';
import { parseSiret, type Siret } from '#domain/values/siret';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { TestHouse } from './test-house';

/** The establishment number `nic` of the invented company number `company`: keys are right, digits are of no real one. */
export function siretOf(company: number, nic = 1): Siret {
  const siren = withKey(`90${String(company).padStart(6, '0')}`);
  return trusted(parseSiret(withKey(`${siren}${String(nic).padStart(4, '0')}`)));
}

function withKey(digits: string): string {
  let sum = 0;
  Array.from(digits)
    .reverse()
    .forEach((digit, index) => {
      const weighted = Number(digit) * (index % 2 === 0 ? 2 : 1);
      sum += weighted > 9 ? weighted - 9 : weighted;
    });
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

export interface EstablishmentFacts {
  readonly name?: string;
  readonly clientSince?: string;
  readonly automation?: boolean;
  readonly postcode?: string;
  readonly town?: string;
  /** Matricules with a contract `00001`, or the contract's last day beside it. */
  readonly employees?: Readonly<Record<string, { readonly endedOn?: string; readonly startedOn?: string }>>;
  /** `2025-01-01 DECLARED 553AC 1.78, 553ACB 0.64`: sheets on file, in order of recording. */
  readonly sheets?: readonly string[];
}

/** A client of long standing, unless told otherwise. */
export async function given(house: TestHouse, siret: Siret, facts: EstablishmentFacts = {}): Promise<Siret> {
  const siren = siret.slice(0, 9);
  await house.sql(
    `INSERT INTO company (siren, name, client_since, first_seen_on, automation) VALUES ($1, $2, $3, '2020-01-01', $4)
     ON CONFLICT (siren) DO NOTHING`,
    [siren, facts.name ?? 'Menuiserie Arnaud', facts.clientSince ?? '2020-01-01', facts.automation ?? null],
  );
  await house.sql(
    `INSERT INTO establishment (siret, siren, postcode, town, first_seen_on) VALUES ($1, $2, $3, $4, '2020-01-01')`,
    [siret, siren, facts.postcode ?? '44000', facts.town ?? 'Nantes'],
  );
  for (const [matricule, { startedOn, endedOn }] of Object.entries(facts.employees ?? {})) {
    await house.sql(
      `INSERT INTO employee (siren, matricule, last_name) VALUES ($1, $2, 'Leroy') ON CONFLICT DO NOTHING`,
      [siren, matricule],
    );
    await house.sql(
      `INSERT INTO contract (siret, siren, matricule, number, started_on, ended_on, regime)
       VALUES ($1, $2, $3, '00001', $4, $5, '200')`,
      [siret, siren, matricule, startedOn ?? '2020-01-01', endedOn ?? null],
    );
  }
  for (const sheet of facts.sheets ?? []) await givenSheet(house, siret, sheet);
  return siret;
}

async function givenSheet(house: TestHouse, siret: Siret, sheet: string): Promise<void> {
  const [effectiveFrom, source, ...rest] = sheet.split(' ');
  const [reserved] = await house.sql<{ first: number }>('SELECT reserve_sheets(1)::integer AS first');
  const profiles = rest.join(' ').split(', ');
  for (const [index, profile] of profiles.entries()) {
    const [code = '', rate = '', section = null] = profile.split(' ');
    const key = trusted(parseRiskCode(code));
    await house.sql(
      `INSERT INTO rate_profile (sheet, recorded_at, effective_from, rate, position, office, siret, siren, code_risque, section, source)
       VALUES ($1, '2025-01-02T09:00:00Z', $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        reserved?.first,
        effectiveFrom,
        trusted(parseRate(rate)),
        index + 1,
        key.office,
        siret,
        siret.slice(0, 9),
        key.code,
        section,
        source,
      ],
    );
  }
}

const HEADER = 'siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul';

/** `553AC 1.78 2026-01-01 2026-01-03 [section]` for one establishment. */
export const lineOf = (siret: Siret, line: string): string => {
  const [code = '', rate = '', from = '', calculated = '', section = ''] = line.split(' ');
  const office = code.endsWith('B') && code.length === 6;
  const [base, flag] = office ? [code.slice(0, 5), 'O'] : [code, 'N'];
  return [siret.slice(0, 9), siret.slice(9), '', section, base, flag, rate, from, calculated].join(',');
};

/** Receives one CSV as one batch. */
export async function received(house: TestHouse, ...lines: readonly string[]): Promise<IngestReport> {
  const bytes = Buffer.from([HEADER, ...lines, ''].join('\n'));
  const name = `taux-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.csv`;
  const sources = Readable.from([{ name, size: bytes.length, open: () => Readable.from([bytes]) }]);
  return house.verb(IngestFeeds).run(sources, { dryRun: false, actor: 'test' });
}
