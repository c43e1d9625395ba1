import { systemCaller } from '#application/access/caller';
import { ListHeld } from '#application/held/list-held';
import { RefuseHeld } from '#application/held/refuse-held';
import { ReleaseHeld } from '#application/held/release-held';
import { RunPayroll } from '#application/payroll-run/run-payroll';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const CALLER = systemCaller('test');

let house: TestHouse;
/** Each situation is about establishments of its own. */
let one: Siret;
let company = 0;
beforeAll(async () => (house = await openTestHouse()));
beforeEach(() => (one = siretOf(++company)));
afterAll(() => house.close());

const list = async () => (await house.verb(ListHeld).run(null, CALLER)).rows.filter(({ siret }) => siret === one);
const batches = async () => (await house.verb(ListHeld).run(null, CALLER)).rows.filter(({ siret }) => siret === null);
const release = (id: string, reason = 'notification vue') => house.verb(ReleaseHeld).run(id, reason, CALLER);
const refuse = (id: string, reason = 'erreur de la caisse') => house.verb(RefuseHeld).run(id, reason, CALLER);
const payroll = (siret: string, step: 'open' | 'close', month = '2026-01') =>
  house.verb(RunPayroll).run(siret, month, step, CALLER);

const rateOf = async (siret: string): Promise<number | undefined> => {
  const [row] = await house.sql<{ rate: number }>(
    'SELECT rate FROM rate_profile WHERE siret = $1 ORDER BY sheet DESC LIMIT 1',
    [siret],
  );
  return row?.rate;
};
const actions = async (pattern = '%') => {
  const rows = await house.sql<{ action: string }>(
    'SELECT action FROM audit_entry WHERE siret = $1 AND action LIKE $2 ORDER BY seq',
    [one, pattern],
  );
  return rows.map(({ action }) => action);
};

const LAST_YEAR = ['2025-05-01 NOTIFIED 553AC 1.78'];

async function heldOne(): Promise<string> {
  await given(house, one, { sheets: LAST_YEAR });
  await received(house, lineOf(one, '553AC 4.00 2026-01-01 2026-01-03'));
  const [waiting] = await list();
  return waiting?.id ?? 'nothing is held';
}

describe('a doubled rate', () => {
  it('waits, and the list says why', async () => {
    const id = await heldOne();
    expect(await list()).toMatchObject([
      {
        id,
        siret: one,
        guards: ['MULTIPLIE'],
        facts: { avant: '1.78', notifie: '4.00' },
        since: '2026-01-06T09:00:00.000Z',
      },
    ]);
    expect((await list())[0]?.sentence).toContain('le taux double au moins');
    expect(await rateOf(one)).toBe(178);
  });

  it('is applied once a person releases it', async () => {
    const id = await heldOne();
    expect(await release(id)).toMatchObject({ ok: true, value: { id, siret: one, verdict: 'AUTO_UPDATED' } });
    expect(await rateOf(one)).toBe(400);
    expect(await list()).toEqual([]);
  });

  it('is dropped once a person refuses it, with the reason in the journal', async () => {
    const id = await heldOne();
    expect(await refuse(id)).toMatchObject({
      ok: true,
      value: { id, siret: one, verdict: 'HELD', status: 'REFUSED', reason: 'erreur de la caisse' },
    });
    expect(await rateOf(one)).toBe(178);
    expect(await list()).toEqual([]);
    const [entry] = await house.sql<{ siret: string; body: string }>(
      `SELECT siret, body FROM audit_entry WHERE action = 'held.refused' AND siret = $1`,
      [one],
    );
    expect(entry?.siret).toBe(one);
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      reason: 'erreur de la caisse',
      before: { status: 'OPEN', guards: 'MULTIPLIE' },
      after: { status: 'REFUSED' },
    });
  });

  it('ends once only: neither a second refusal nor a release finds it', async () => {
    const id = await heldOne();
    trusted(await refuse(id));
    const before = await actions();
    expect(await refuse(id)).toMatchObject({ refusal: { code: 'RETENUE_INCONNUE' } });
    expect(await release(id)).toMatchObject({ refusal: { code: 'RETENUE_INCONNUE' } });
    expect(await actions()).toEqual(before);
  });

  it('whose release was begun cannot be refused any more: the release is finished first', async () => {
    const id = await heldOne();
    await house.sql(`
      CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'crash' USING ERRCODE = 'admin_shutdown'; END $$;
      CREATE TRIGGER crash BEFORE UPDATE ON batch_chunk FOR EACH ROW EXECUTE FUNCTION crash()`);
    await expect(release(id)).rejects.toThrow('crash');
    await house.sql('DROP FUNCTION crash CASCADE');
    expect(await refuse(id)).toMatchObject({ refusal: { code: 'RETENUE_INCONNUE' } });
    expect(await rateOf(one)).toBe(400);
  });

  it.each(['', '   '])('needs a reason to end: « %s » is none', async (reason) => {
    const id = await heldOne();
    expect(await refuse(id, reason)).toMatchObject({ refusal: { code: 'MOTIF_ABSENT' } });
    expect(await release(id, reason)).toMatchObject({ refusal: { code: 'MOTIF_ABSENT' } });
    expect(await list()).toHaveLength(1);
  });

  it.each(['', 'abc', 'lot-', '0', '-1', '1.5'])('cannot be named « %s »', async (id) => {
    expect(await refuse(id)).toMatchObject({ refusal: { code: 'RETENUE_ILLISIBLE' } });
  });
});

describe('a batch that the breaker holds whole', () => {
  let sirets: readonly Siret[];

  async function heldBatch(): Promise<string> {
    sirets = [one, ...Array.from({ length: 19 }, () => siretOf(++company))];
    for (const siret of sirets) await given(house, siret, { sheets: LAST_YEAR });
    // Five of twenty move by more than half: 25 %.
    const lines = sirets.map((siret, index) =>
      lineOf(siret, `553AC ${index < 5 ? '2.90' : '1.80'} 2026-01-01 2026-01-03`),
    );
    await received(house, ...lines);
    return (await batches())[0]?.id ?? 'nothing is held';
  }

  it('is listed once as a batch, beside each of its documents', async () => {
    const id = await heldBatch();
    expect(id).toMatch(/^lot-\d+$/);
    expect(await batches()).toMatchObject([
      { id, guards: ['LOT_ANORMAL'], facts: { tauxCompares: 20, tauxBouges: 5, enAttente: 20 } },
    ]);
    expect(await list()).toHaveLength(1);
    trusted(await refuse(id));
  });

  it('is released as a whole', async () => {
    const id = await heldBatch();
    expect(await release(id)).toMatchObject({ ok: true, value: { id, released: 20, verdicts: { AUTO_UPDATED: 20 } } });
    expect(await batches()).toEqual([]);
    expect(await rateOf(sirets[19] ?? one)).toBe(180);
  });

  it('is ended by nobody who is bound to companies, as it is of everybody', async () => {
    const id = await heldBatch();
    const bound = { actor: 'clé', scope: { companies: sirets.map((siret) => siret.slice(0, 9)) } };
    for (const verb of [house.verb(ReleaseHeld), house.verb(RefuseHeld)])
      expect(await verb.run(id, 'notification vue', bound)).toMatchObject({ refusal: { code: 'RETENUE_INCONNUE' } });
    expect((await house.verb(ListHeld).run(null, bound)).rows).toHaveLength(20);
    expect((await batches()).map((batch) => batch.id)).toEqual([id]);
    trusted(await refuse(id));
  });

  it('is refused as a whole, but for the document released before', async () => {
    const id = await heldBatch();
    trusted(await release((await list())[0]?.id ?? ''));
    expect(await refuse(id)).toMatchObject({ ok: true, value: { id, refused: 19, verdict: 'HELD' } });
    expect(await batches()).toEqual([]);
    expect(await rateOf(one)).toBe(290);
    expect(await rateOf(sirets[19] ?? one)).toBe(178);
    expect(await refuse(id)).toMatchObject({ refusal: { code: 'RETENUE_INCONNUE' } });
  });
});

describe('while the payroll of the month is being run', () => {
  const small = '553AC 1.82 2026-01-01 2026-01-03';

  it('a rate waits, and is applied when the payroll closes', async () => {
    await given(house, one, { sheets: LAST_YEAR });
    expect(await payroll(one, 'open')).toEqual({ ok: true, value: { siret: one, period: '2026-01', running: true } });
    await received(house, lineOf(one, small));
    expect(await list()).toMatchObject([{ siret: one, guards: ['PAIE_EN_COURS'] }]);
    expect(await payroll(one, 'close')).toEqual({ ok: true, value: { siret: one, period: '2026-01', running: false } });
    expect(await rateOf(one)).toBe(182);
    expect(await list()).toEqual([]);
  });

  it('what another guard stopped as well still waits after the close', async () => {
    await given(house, one, { sheets: LAST_YEAR });
    await payroll(one, 'open');
    await received(house, lineOf(one, '553AC 4.00 2026-01-01 2026-01-03'));
    await payroll(one, 'close');
    expect(await rateOf(one)).toBe(178);
    expect(await list()).toHaveLength(1);
  });

  it('a second month that still runs keeps it waiting', async () => {
    await given(house, one, { sheets: LAST_YEAR });
    await payroll(one, 'open', '2026-01');
    await payroll(one, 'open', '2026-02');
    await received(house, lineOf(one, small));
    await payroll(one, 'close', '2026-01');
    expect(await rateOf(one)).toBe(178);
    expect(await list()).toMatchObject([{ guards: ['PAIE_EN_COURS'] }]);
    await payroll(one, 'close', '2026-02');
    expect(await rateOf(one)).toBe(182);
  });

  it('opening or closing twice is the same as once, in the journal too', async () => {
    await given(house, one, { sheets: LAST_YEAR });
    for (const step of ['open', 'open', 'close', 'close'] as const) await payroll(one, step);
    expect(await actions('payroll.%')).toEqual(['payroll.opened', 'payroll.closed']);
  });

  it.each([
    ['an establishment that nobody named', siretOf(999_999), '2026-01', 'ETABLISSEMENT_INCONNU'],
    ['a month that does not exist', siretOf(1), '2026-00', 'MOIS_ILLISIBLE'],
  ])('%s is refused', async (_case, siret, month, code) => {
    expect(await payroll(siret, 'open', month)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('who is bound to companies', () => {
  const bound = (siret: string) => ({ actor: 'clé', scope: { companies: [siret.slice(0, 9)] } });
  const stranger = bound(siretOf(999));

  it('sees, releases and refuses their own, and finds none of others', async () => {
    const id = await heldOne();
    const seen = async (caller: typeof stranger) => (await house.verb(ListHeld).run(null, caller)).rows;
    expect(await seen(stranger)).toEqual([]);
    expect(await seen(bound(one))).toMatchObject([{ id, siret: one }]);
    for (const verb of [house.verb(ReleaseHeld), house.verb(RefuseHeld)])
      expect(await verb.run(id, 'notification vue', stranger)).toMatchObject({ refusal: { code: 'RETENUE_INCONNUE' } });
    expect(await house.verb(ReleaseHeld).run(id, 'notification vue', bound(one))).toMatchObject({ ok: true });
    const again = await heldAgain();
    expect(await house.verb(RefuseHeld).run(again, 'erreur', bound(one))).toMatchObject({ ok: true });
  });

  it('opens and closes their own payroll only', async () => {
    await given(house, one);
    expect(await house.verb(RunPayroll).run(one, '2026-01', 'open', stranger)).toMatchObject({
      refusal: { code: 'ETABLISSEMENT_INCONNU' },
    });
    for (const step of ['open', 'close'] as const)
      expect(await house.verb(RunPayroll).run(one, '2026-01', step, bound(one))).toMatchObject({
        value: { siret: one, running: step === 'open' },
      });
  });

  async function heldAgain(): Promise<string> {
    await received(house, lineOf(one, '553AC 9.00 2026-02-01 2026-02-03'));
    return (await list())[0]?.id ?? 'nothing is held';
  }
});
