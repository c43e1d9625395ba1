import { siretOf } from '../../support/facts';
import type { TestHouse } from '../../support/test-house';

/** Establishments of companies, four each; a rate of 2025 on file everywhere. */
export interface Portfolio {
  readonly companies: number;
  readonly establishments: number;
}

const FACTS = { code: '553AC', avant: '1.78', notifie: '1.82', tauxNotifies: '553AC 1.82' };

/**
 * A portfolio in January, written as verbs leave it: half of the establishments wait for a person, the other half were
 * updated by document 1. Returns the SIRENs.
 */
export async function givenPortfolio(house: TestHouse, { companies, establishments }: Portfolio): Promise<string[]> {
  const sirets = Array.from({ length: establishments }, (_, index) =>
    siretOf(1000 + (index % companies), 1 + Math.floor(index / companies)),
  );
  const sirens = [...new Set(sirets.map((siret) => siret.slice(0, 9)))];
  await house.sql(
    `INSERT INTO company (siren, name, first_seen_on) SELECT s, 'Société n° ' || n, '2020-01-01' FROM unnest($1::text[]) WITH ORDINALITY u (s, n)`,
    [sirens],
  );
  await house.sql(
    `CREATE TEMPORARY TABLE portfolio AS SELECT s AS siret, left(s, 9) AS siren, n FROM unnest($1::text[]) WITH ORDINALITY u (s, n)`,
    [sirets],
  );
  await house.sql(
    `INSERT INTO establishment (siret, siren, postcode, town, first_seen_on) SELECT siret, siren, '44000', 'Nantes', '2020-01-01' FROM portfolio`,
  );
  await sheets(house, '2025-05-01', 178, 'true');
  await sheets(house, '2026-01-01', 182, 'n % 2 = 0');
  await house.sql(
    `INSERT INTO verdict (feed_id, batch_id, attempt, effective_from, siret, siren, verdict, rule, facts)
     SELECT 1, 1, 0, '2026-01-01', siret, siren, 'AUTO_UPDATED', 'TAUX_UNIQUE', $1 FROM portfolio WHERE n % 2 = 0`,
    [JSON.stringify(FACTS)],
  );
  const profiles = [{ code: '553AC', section: null, office: false, rate: 190 }];
  const prefill = { effectiveFrom: '2026-01-01', calculatedAt: '2026-01-03T00:00:00', profiles, feed: 1, note: null };
  await house.sql(
    `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, feed_id, opened_at)
     SELECT siret, siren, 'ANNUAL_RENEWAL', '2026', 'AUTOMATION_NOT_ALLOWED', '2026-01', $1, 1, '2026-01-05T09:00:00Z'
     FROM portfolio WHERE n % 2 = 1`,
    [JSON.stringify(prefill)],
  );
  await house.sql('DROP TABLE portfolio');
  for (const table of ['company', 'establishment', 'rate_profile', 'verdict', 'task'])
    await house.sql(`ANALYZE ${table}`);
  return sirens;
}

async function sheets(house: TestHouse, from: string, rate: number, which: string): Promise<void> {
  await house.sql(
    `INSERT INTO rate_profile (sheet, recorded_at, feed_id, effective_from, rate, position, office, siret, siren, code_risque, source)
     SELECT nextval('rate_sheet_number'), '2026-01-05T09:00:00Z', 1, $1, $2, 1, false, siret, siren, '553AC', 'NOTIFIED'
     FROM portfolio WHERE ${which}`,
    [from, rate],
  );
}
