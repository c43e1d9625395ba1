import { SignOfLife } from '#application/operations/sign-of-life';
import { openBrowsing, type Browsing } from '../../support/browsing';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let browsing: Browsing;
beforeAll(async () => {
  house = await openTestHouse('2026-01-06T09:00:00.000Z');
  browsing = await openBrowsing(house);
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

describe('the state of the service', () => {
  it('says that nothing is done while no worker gives a sign of life, and which one lives once it does', async () => {
    const support = await browsing.signIn('SUPPORT');
    const before = await support.get('/exploitation');
    expect(before.status).toBe(200);
    expect(before.text).toContain('Aucun travail de fond ne donne signe de vie');
    await house.verb(SignOfLife).run('WORKER');
    const after = await support.get('/exploitation');
    expect(after.text).not.toContain('Aucun travail de fond ne donne signe de vie');
    expect(after.text).toContain(`(n° ${process.pid}) 06/01/2026 10:00 En vie —`);
    expect(after.text).toMatch(/Base de données Répond .*Tables À jour .*File de travail Répond/);
  });

  it('shows the batch under way, what waits since when, and what is done at its hour', async () => {
    const siret = siretOf(1);
    await given(house, siret, { automation: false, sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
    await received(house, lineOf(siret, '553AC 1.80 2026-01-01 2026-01-03'));
    await house.sql(`UPDATE batch SET status = 'DECIDED'`);
    await house.sql(`INSERT INTO batch_chunk (batch_id, chunk, state) SELECT id, 99, 'WAITING' FROM batch`);
    const { text } = await (await browsing.signIn('ADMINISTRATOR')).get('/exploitation');
    expect(text).toMatch(/n° \d+ 06\/01\/2026 10:00 1 1 parts sur 2/);
    expect(text).toContain('Tâches : Renouvellement annuel 1 06/01/2026 10:00');
    expect(text).toContain('Ce qui se fait à heure dite');
  });
});
