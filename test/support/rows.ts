import { inProfileOrder, type RateProfile } from '#domain/rates/profile';
import type { SheetSource } from '#domain/rates/sheet';
import type { LocalDate } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';
import { appendEntries } from '#storage/audit';
import { recordSheets } from '#storage/ledger/record-sheets';
import type { TestHouse } from './test-house';

/** Rows as other verbs leave them, for tests of what reads them. */
export const SIRET = '99990000400014';

export interface GivenEstablishment {
  readonly siret?: string;
  readonly name?: string | null;
  readonly town?: string | null;
  readonly postcode?: string | null;
}

export async function givenEstablishment(house: TestHouse, given: GivenEstablishment = {}): Promise<void> {
  const { siret = SIRET, name = 'Menuiserie Kerbrat', town = 'Quimper', postcode = '29000' } = given;
  await house.sql(
    `INSERT INTO company (siren, name, first_seen_on) VALUES ($1, $2, '2020-01-01') ON CONFLICT DO NOTHING`,
    [siret.slice(0, 9), name],
  );
  await house.sql(
    `INSERT INTO establishment (siret, siren, postcode, town, first_seen_on) VALUES ($1, $2, $3, $4, '2020-01-01')`,
    [siret, siret.slice(0, 9), postcode, town],
  );
}

export interface GivenContract {
  readonly siret?: string;
  readonly matricule: string;
  readonly number?: string;
  readonly startedOn?: string;
  readonly endedOn?: string | null;
  readonly regime?: string;
  readonly population?: 'NORMAL' | 'ARTIST' | 'JOURNALIST';
  readonly names?: readonly [last: string, first: string];
}

export async function givenContract(house: TestHouse, given: GivenContract): Promise<void> {
  const { siret = SIRET, matricule, number = '00001', startedOn = '2020-01-01', endedOn = null } = given;
  await house.sql(
    `INSERT INTO employee (siren, matricule, last_name, first_name, population) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [
      siret.slice(0, 9),
      matricule,
      given.names?.[0] ?? 'Le Goff',
      given.names?.[1] ?? 'Anne',
      given.population ?? 'NORMAL',
    ],
  );
  await house.sql(
    `INSERT INTO contract (siret, siren, matricule, number, started_on, ended_on, regime) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [siret, siret.slice(0, 9), matricule, number, startedOn, endedOn, given.regime ?? '200'],
  );
}

export interface GivenDeclaration {
  readonly siret?: string;
  readonly period: string;
  readonly matricule: string;
  readonly number?: string;
  /** `452BE`, or `999ZZ` with a null rate. */
  readonly code: string;
  readonly office?: boolean;
  readonly rate: number | null;
  readonly base?: number;
  readonly regime?: string;
}

let declarations = 0;

/** One contract in the accepted DSN of a month; rate in hundredths, base in euros. */
export async function givenDeclared(house: TestHouse, given: GivenDeclaration): Promise<void> {
  const { siret = SIRET, period, matricule, number = '00001', code, office = false, rate, base = 2000 } = given;
  declarations += 1;
  const [dsn] = await house.sql<{ id: number }>(
    `INSERT INTO dsn (siret, siren, period, fraction_index, fraction_of, ord, type, file, sha256, line, recorded_at)
     VALUES ($1, $2, $3, $4, 1, 1, '01', $5, $6, 12, $7) RETURNING id`,
    [
      siret,
      siret.slice(0, 9),
      period,
      declarations % 30_000,
      `dsn-${period}.txt`,
      `sha-${period}`,
      `${period}-28T08:00:00Z`,
    ],
  );
  await house.sql(
    `INSERT INTO declared_contract (dsn_id, siret, siren, period, matricule, number, regime, code_risque, office, rate, base_cents, line)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 40)`,
    [
      dsn?.id,
      siret,
      siret.slice(0, 9),
      period,
      matricule,
      number,
      given.regime ?? '200',
      code,
      office,
      rate,
      Math.round(base * 100),
    ],
  );
}

export interface GivenSheet {
  readonly siret?: string;
  readonly effectiveFrom: string;
  readonly source?: SheetSource;
  readonly recordedAt?: string;
  readonly feed?: number | null;
  /** `['452BEB', 71]`, or with a section `['452BE', 612, '01']`. */
  readonly profiles: readonly (readonly [code: string, rate: number, section?: string])[];
}

/** A sheet recorded as every verb does it, with its audit entry. */
export async function givenSheet(house: TestHouse, given: GivenSheet): Promise<void> {
  const {
    siret = SIRET,
    effectiveFrom,
    source = 'NOTIFIED',
    recordedAt = '2026-01-05T09:00:00.000Z',
    feed = null,
  } = given;
  await house.database.transaction('system', async (tx) => {
    const recorded = await recordSheets(
      tx,
      [
        {
          siret,
          siren: siret.slice(0, 9),
          effectiveFrom: effectiveFrom as LocalDate,
          source,
          calculatedAt: null,
          feed,
          profiles: profilesOf(given.profiles).map((profile) => ({ ...profile, line: null })),
        },
      ],
      recordedAt,
    );
    if (recorded === null) return;
    const { from, to, covers } = recorded;
    const body = { sheets: { from, to } };
    await appendEntries(tx, [
      { at: recordedAt, actor: 'essai', action: 'rates.recorded', siren: siret.slice(0, 9), siret, body, covers },
    ]);
  });
}

/** `['452BEB', 71]` as a profile; the suffix of fonctions supports becomes the office flag. */
export const profilesOf = (given: GivenSheet['profiles']): readonly RateProfile[] =>
  inProfileOrder(
    given.map(([code, rate, section]) => ({
      code: code.slice(0, 5) as RiskCode,
      office: code.length > 5,
      section: section ?? null,
      rate: rate as Rate,
    })),
  );
