import fc from 'fast-check';
import { systemCaller } from '#application/access/caller';
import { RunCampaign } from '#application/campaign/run-campaign';
import { AnswerTask } from '#application/tasks/answer-task';
import { ListTasks } from '#application/tasks/list-tasks';
import { PostponeTask } from '#application/tasks/postpone-task';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let company = 0;
beforeAll(async () => (house = await openTestHouse()));
afterAll(() => house.close());

const postpone = (id: string, until: string, reason = 'notification non reçue') =>
  house.verb(PostponeTask).run(id, { until, reason }, systemCaller('personne : Anne'));
const campaign = (close: boolean) =>
  house.verb(RunCampaign).run(2026, { close, dryRun: false, effectiveFrom: null, actor: 'test' });

/** An establishment that the campaign asks about, and its task. */
async function asked(): Promise<{ siret: Siret; id: string }> {
  const sheets = ['2025-05-01 NOTIFIED 553AC 1.78'];
  const siret = await given(house, siretOf(++company), { sheets, automation: false, employees: { M1: {} } });
  trusted(await campaign(false));
  const [task] = trusted(await house.verb(ListTasks).run({ period: null, siret, all: false }));
  return { siret, id: task?.id ?? 'no task' };
}

describe('a task that is postponed', () => {
  it('stays open, counts how often, and says who, when and why', async () => {
    const { siret, id } = await asked();
    trusted(await postpone(id, '2026-02'));
    expect(trusted(await postpone(id, '2026-04', 'caisse jointe'))).toMatchObject({
      id,
      status: 'OPEN',
      postponedUntil: '2026-04',
      postponements: 2,
      outcome: null,
    });
    const [listed] = trusted(await house.verb(ListTasks).run({ period: '2026-01', siret, all: false }));
    expect(listed).toMatchObject({ id, postponedUntil: '2026-04', postponements: 2 });
    const kept = await house.sql(
      'SELECT until, reason, actor FROM task_postponement WHERE task_id = $1 ORDER BY at, until',
      [id],
    );
    expect(kept).toEqual([
      { until: '2026-02', reason: 'notification non reçue', actor: 'personne : Anne' },
      { until: '2026-04', reason: 'caisse jointe', actor: 'personne : Anne' },
    ]);
    const [entry] = await house.sql<{ action: string; body: string }>(
      'SELECT action, body FROM audit_entry WHERE siret = $1 ORDER BY seq DESC LIMIT 1',
      [siret],
    );
    expect(entry?.action).toBe('task.postponed');
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      reason: 'caisse jointe',
      before: { postponedUntil: '2026-02', postponements: 1 },
      after: { postponedUntil: '2026-04', postponements: 2 },
    });
  });

  it.each([
    ['to the month that runs', '2026-01', 'attente', 'MOIS_PASSE'],
    ['to a past month', '2025-12', 'attente', 'MOIS_PASSE'],
    ['to no month', '2026-13', 'attente', 'MOIS_ILLISIBLE'],
    ['without a reason', '2026-03', '  ', 'MOTIF_ABSENT'],
    ['with a novel for a reason', '2026-03', 'x'.repeat(501), 'MOTIF_TROP_LONG'],
  ])('cannot be put off %s', async (_case, until, reason, code) => {
    const { id } = await asked();
    expect(await postpone(id, until, reason)).toMatchObject({ ok: false, refusal: { code } });
    expect(await house.sql('SELECT 1 FROM task_postponement WHERE task_id = $1', [id])).toEqual([]);
  });

  it('ends as superseded when the rate arrives', async () => {
    const { siret, id } = await asked();
    trusted(await postpone(id, '2026-03'));
    await house.sql('UPDATE company SET automation = true WHERE siren = $1', [siret.slice(0, 9)]);
    await received(house, lineOf(siret, '553AC 1.80 2026-01-01 2026-01-04'));
    expect(await postpone(id, '2026-05')).toMatchObject({ refusal: { code: 'TACHE_TERMINEE' } });
    const listed = trusted(await house.verb(ListTasks).run({ period: null, siret, all: true }));
    expect(listed.find((task) => task.id === id)).toMatchObject({ status: 'SUPERSEDED', postponements: 1 });
  });
});

/** What the task of one establishment should be, whatever was done to it. */
interface Model {
  status: 'OPEN' | 'DONE';
  postponements: number;
  until: string | null;
}
interface Real {
  readonly siret: Siret;
  readonly id: string;
}

async function agree({ status, postponements, until }: Readonly<Model>, { siret, id }: Real): Promise<void> {
  const listed = trusted(await house.verb(ListTasks).run({ period: null, siret, all: true }));
  expect(listed).toHaveLength(1);
  expect(listed[0]).toMatchObject({ id, status, postponements, postponedUntil: until });
  const sheets = await house.sql(`SELECT 1 FROM rate_profile WHERE siret = $1 AND source = 'ENTERED'`, [siret]);
  expect(sheets).toHaveLength(status === 'DONE' ? 1 : 0);
}

class Command implements fc.AsyncCommand<Model, Real> {
  constructor(
    private readonly name: string,
    private readonly act: (model: Model, real: Real) => Promise<void>,
  ) {}

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    await this.act(model, real);
    await agree(model, real);
  }

  toString = (): string => this.name;
}

const postponeTo = (until: string): Command =>
  new Command(`postpone to ${until}`, async (model, { id }) => {
    const { ok } = await postpone(id, until);
    expect(ok).toBe(model.status === 'OPEN' && until > '2026-01');
    if (ok) Object.assign(model, { until, postponements: model.postponements + 1 });
  });
const answerWith = (rate: string, valid: boolean): Command =>
  new Command(`answer ${rate}`, async (model, { id }) => {
    const { ok } = await house
      .verb(AnswerTask)
      .run(id, { profiles: [{ codeRisque: '553AC', rate }] }, systemCaller('test'));
    expect(ok).toBe(model.status === 'OPEN' && valid);
    if (ok) model.status = 'DONE';
  });
const runCampaign = (close: boolean): Command =>
  new Command(close ? 'close the campaign' : 'open the campaign', async () => void trusted(await campaign(close)));

describe('the life of a task', () => {
  it('whatever is done in whatever order: one task, open until answered once, never raised again', async () => {
    const commands = fc.commands(
      [
        fc.constantFrom('2025-12', '2026-01', '2026-02', '2026-06').map(postponeTo),
        fc
          .constantFrom<[string, boolean]>(['1.80', true], ['180', false])
          .map(([rate, valid]) => answerWith(rate, valid)),
        fc.boolean().map(runCampaign),
      ],
      { maxCommands: 8 },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (life) => {
        const real = await asked();
        await fc.asyncModelRun(
          () => ({ model: { status: 'OPEN' as const, postponements: 0, until: null }, real }),
          life,
        );
      }),
      { numRuns: 15, seed: 2026 },
    );
  }, 60_000);
});
