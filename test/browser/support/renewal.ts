import { systemCaller } from '#application/access/caller';
import { RunCampaign } from '#application/campaign/run-campaign';
import { ListTasks } from '#application/tasks/list-tasks';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { given, siretOf, type EstablishmentFacts } from '../../support/facts';
import type { TestHouse } from '../../support/test-house';

export interface Asked {
  readonly siret: Siret;
  /** Of the open task. */
  readonly id: string;
}

let companies = 0;

/** A bakery of sixty people in Nantes that is asked its rate of 2026; it had 2,11 % until now. */
export async function givenRenewal(house: TestHouse, facts: EstablishmentFacts = {}): Promise<Asked> {
  companies += 1;
  const siret = await given(house, siretOf(companies), {
    name: 'Boulangerie Colin',
    sheets: ['2025-05-01 NOTIFIED 158CD 2.11'],
    automation: false,
    employees: { M1: {}, M2: {} },
    ...facts,
  });
  await house.sql('UPDATE company SET headcount_hundredths = 6000 WHERE siren = $1', [siret.slice(0, 9)]);
  trusted(await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' }));
  return { siret, id: await openTaskOf(house, siret) };
}

export async function openTaskOf(house: TestHouse, siret: Siret): Promise<string> {
  const [task] = trusted(await house.verb(ListTasks).run({ period: null, siret, all: false }, systemCaller('test')));
  if (task === undefined) throw new Error(`Nothing is asked about ${siret}.`);
  return task.id;
}

/** The rates that people entered, as `2026-01-01 452BEB 71`, in the order of profiles. */
export async function enteredRates(house: TestHouse, siret: Siret): Promise<string[]> {
  const rows = await house.sql<{ told: string }>(
    `SELECT effective_from || ' ' || code_risque || CASE WHEN office THEN 'B' ELSE '' END || ' ' || rate AS told
     FROM rate_profile WHERE siret = $1 AND source = 'ENTERED' ORDER BY sheet, position`,
    [siret],
  );
  return rows.map(({ told }) => told);
}
